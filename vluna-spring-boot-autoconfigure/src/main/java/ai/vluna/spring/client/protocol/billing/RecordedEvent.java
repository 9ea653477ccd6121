package ai.vluna.spring.client.protocol.billing;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The data of a recorded event, now or earlier.
 *
 * @param eventId the id
 * @param requestHash what the gate knows the event again by
 * @param createdAt when it was recorded first, ISO 8601
 * @since 0.1.0
 */
public record RecordedEvent(@JsonProperty(value = "event_id", required = true) String eventId,
		@JsonProperty("request_hash") @Nullable String requestHash,
		@JsonProperty("created_at") @Nullable String createdAt) {

}
