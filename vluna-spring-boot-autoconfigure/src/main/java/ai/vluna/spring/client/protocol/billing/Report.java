package ai.vluna.spring.client.protocol.billing;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A page of a report.
 *
 * @param granularity {@code day} or {@code month}
 * @param groupBy the columns that identify a row
 * @param metrics the computed columns
 * @param rows the rows by column; amounts and quantities are decimal strings
 * @since 0.1.0
 */
public record Report(@JsonProperty("granularity") @Nullable String granularity,
		@JsonProperty("group_by") List<String> groupBy, @JsonProperty("metrics") List<String> metrics,
		@JsonProperty(value = "rows", required = true) List<Map<String, @Nullable Object>> rows) {

	/**
	 * Create a report.
	 * @param granularity the granularity
	 * @param groupBy the columns that identify a row; absent is none
	 * @param metrics the computed columns; absent is none
	 * @param rows the rows
	 */
	public Report {
		groupBy = (groupBy != null) ? List.copyOf(groupBy) : List.of();
		metrics = (metrics != null) ? List.copyOf(metrics) : List.of();
		rows = List.copyOf(rows);
	}

}
