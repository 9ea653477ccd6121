package ai.vluna.spring.client.protocol.billing;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Something that happened and may be rated later. The gate knows an event again by all of
 * it but the labels.
 *
 * @param kind what kind of fact this is
 * @param type the type, such as {@code outcome.job_succeeded}, at most 128 characters
 * @param occurredAt when it happened
 * @param subjectRef what it happened to, such as a job, at most 256 characters
 * @param payload the facts that policies refer to
 * @param labels the attribution labels: texts, numbers and booleans
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({ "semantic_kind", "event_type", "occurred_at", "subject_ref", "payload", "labels" })
public record BillingEvent(@JsonProperty("semantic_kind") Kind kind, @JsonProperty("event_type") String type,
		@JsonProperty("occurred_at") Instant occurredAt, @JsonProperty("subject_ref") @Nullable String subjectRef,
		@JsonProperty("payload") Map<String, @Nullable Object> payload,
		@JsonProperty("labels") Map<String, Object> labels) {

	private static final int MAX_TYPE_LENGTH = 128;

	private static final int MAX_SUBJECT_LENGTH = 256;

	/**
	 * Create an event.
	 * @param kind what kind of fact this is
	 * @param type the type
	 * @param occurredAt when it happened
	 * @param subjectRef what it happened to
	 * @param payload the facts
	 * @param labels the attribution labels
	 */
	public BillingEvent {
		// The gate calls these an error of its own, which would be repeated in vain.
		Assert.isTrue(!type.isBlank() && type.length() <= MAX_TYPE_LENGTH, "'type' must have 1 to 128 characters");
		Assert.isTrue(subjectRef == null || subjectRef.length() <= MAX_SUBJECT_LENGTH,
				"'subjectRef' must not have more than 256 characters");
	}

	/**
	 * What kind of fact an event is.
	 */
	public enum Kind {

		/**
		 * Something was done.
		 */
		@JsonProperty("activity")
		ACTIVITY,

		/**
		 * Something was achieved.
		 */
		@JsonProperty("outcome")
		OUTCOME

	}

}
