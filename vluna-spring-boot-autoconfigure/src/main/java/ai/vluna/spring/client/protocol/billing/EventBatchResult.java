package ai.vluna.spring.client.protocol.billing;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The data of an answered batch of events.
 *
 * @param results what became of each event
 * @param acceptedCount the number of events that were new
 * @param failedCount the number of events that were not recorded
 * @since 0.1.0
 */
public record EventBatchResult(@JsonProperty(value = "results", required = true) List<Item> results,
		@JsonProperty("accepted_count") int acceptedCount, @JsonProperty("failed_count") int failedCount) {

	/**
	 * Create a result.
	 * @param results what became of each event
	 * @param acceptedCount the number of events that were new
	 * @param failedCount the number of events that were not recorded
	 */
	public EventBatchResult {
		results = List.copyOf(results);
	}

	/**
	 * What became of one event.
	 *
	 * @param index the position in the request
	 * @param status {@code accepted}, {@code duplicate}, {@code invalid} or
	 * {@code failed}
	 * @param eventId the id, if it is recorded
	 * @param error why not, otherwise
	 */
	public record Item(@JsonProperty(value = "index", required = true) int index,
			@JsonProperty(value = "status", required = true) String status,
			@JsonProperty("event_id") @Nullable String eventId, @JsonProperty("error") @Nullable Error error) {

	}

	/**
	 * Why an event was not recorded.
	 *
	 * @param code the code
	 * @param message the message
	 */
	public record Error(@JsonProperty("code") @Nullable String code,
			@JsonProperty("message") @Nullable String message) {

	}

}
