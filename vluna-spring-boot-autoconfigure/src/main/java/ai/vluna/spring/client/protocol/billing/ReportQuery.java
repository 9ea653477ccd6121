package ai.vluna.spring.client.protocol.billing;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The body of a report: over which time, by what, and of what.
 *
 * @param time the time
 * @param groupBy the columns to group by, such as {@code feature_code};
 * {@code bucket_start} is always one
 * @param metrics the columns to compute, such as {@code amount_xusd}; empty for the
 * gate's choice
 * @param filters what to leave out
 * @param limit the number of rows on a page, {@code null} for the gate's choice
 * @param cursor where to start, the response's {@code nextCursor} of the page before
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({ "time", "group_by", "metrics", "dim_filters", "limit", "cursor" })
public record ReportQuery(@JsonProperty("time") Time time,
		@JsonProperty("group_by") @JsonInclude(JsonInclude.Include.ALWAYS) List<String> groupBy,
		@JsonProperty("metrics") List<String> metrics, @JsonProperty("dim_filters") List<Filter> filters,
		@JsonProperty("limit") @Nullable Integer limit, @JsonProperty("cursor") @Nullable String cursor) {

	/**
	 * Create a query for the first page.
	 * @param time the time
	 * @param groupBy the columns to group by
	 * @return the query
	 */
	public static ReportQuery of(Time time, String... groupBy) {
		return new ReportQuery(time, List.of(groupBy), List.of(), List.of(), null, null);
	}

	/**
	 * Ask for another page.
	 * @param cursor where it starts
	 * @return another query
	 */
	public ReportQuery withCursor(String cursor) {
		return new ReportQuery(this.time, this.groupBy, this.metrics, this.filters, this.limit, cursor);
	}

	/**
	 * The time of a report.
	 *
	 * @param from the start
	 * @param to the end, itself not included
	 * @param granularity {@code day} or {@code month}
	 */
	@JsonPropertyOrder({ "from", "to", "granularity" })
	public record Time(@JsonProperty("from") Instant from, @JsonProperty("to") Instant to,
			@JsonProperty("granularity") String granularity) {

	}

	/**
	 * A filter for the rows of a report.
	 *
	 * @param field the column
	 * @param values the values to keep
	 */
	@JsonPropertyOrder({ "field", "op", "value" })
	public record Filter(@JsonProperty("field") String field, @JsonProperty("value") List<String> values) {

		@JsonProperty("op")
		String op() {
			return "in";
		}

	}

}
