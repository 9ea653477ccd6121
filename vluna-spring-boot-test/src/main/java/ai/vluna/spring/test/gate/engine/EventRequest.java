package ai.vluna.spring.test.gate.engine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened, as it is told. Labels are no part of what tells two events
 * apart.
 *
 * @param semanticKind whether it is an activity or an outcome
 * @param type its type
 * @param occurredAt when it happened
 * @param subject what it happened to
 * @param payload the facts
 * @param labels what it is filed under, in this request
 */
record EventRequest(String semanticKind, String type, Instant occurredAt, @Nullable String subject, ObjectNode payload,
		JsonNode labels) {

	private static final int LONGEST_TYPE = 128;

	private static final int LONGEST_SUBJECT = 256;

	static EventRequest read(JsonNode json) {
		String kind = text(json, "semantic_kind").toLowerCase(Locale.ROOT);
		if (!kind.equals("activity") && !kind.equals("outcome")) {
			throw Refusal.invalid("semantic_kind must be activity or outcome");
		}
		Instant occurredAt = WireTime.parse(text(json, "occurred_at"));
		if (occurredAt == null) {
			throw Refusal.invalid("occurred_at must be a valid ISO timestamp");
		}
		String type = text(json, "event_type");
		if (type.isEmpty()) {
			throw Refusal.invalid("event_type is required");
		}
		if (type.length() > LONGEST_TYPE) {
			throw Refusal.invalid("event_type is too long");
		}
		String subject = text(json, "subject_ref");
		if (subject.length() > LONGEST_SUBJECT) {
			throw Refusal.invalid("subject_ref is too long");
		}
		ObjectNode payload = (json.path("payload") instanceof ObjectNode object) ? object
				: JsonNodeFactory.instance.objectNode();
		return new EventRequest(kind, type, occurredAt, (subject.isEmpty()) ? null : subject, payload,
				json.path("labels"));
	}

	private static String text(JsonNode json, String field) {
		JsonNode value = json.path(field);
		return (value.isString()) ? value.stringValue().trim() : "";
	}

	/**
	 * Returns what tells events of a user apart.
	 * @param user the user
	 * @return a digest of everything but the labels
	 */
	String hash(BillingUser user) {
		ObjectNode content = JsonNodeFactory.instance.objectNode();
		content.put("billing_user_id", user.id.toString());
		content.put("event_type", this.type);
		content.put("occurred_at", WireTime.format(this.occurredAt));
		content.put("semantic_kind", this.semanticKind);
		content.put("subject_ref", this.subject);
		content.set("payload", sorted(this.payload));
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(content.toString().getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static JsonNode sorted(JsonNode node) {
		if (node.isArray()) {
			return JsonNodeFactory.instance.arrayNode().addAll(node.valueStream().map(EventRequest::sorted).toList());
		}
		if (!node.isObject()) {
			return node;
		}
		Map<String, JsonNode> fields = new TreeMap<>();
		node.properties().forEach((field) -> fields.put(field.getKey(), sorted(field.getValue())));
		ObjectNode sorted = JsonNodeFactory.instance.objectNode();
		sorted.setAll(fields);
		return sorted;
	}

	ObjectNode toData(EventRow row) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("event_id", row.id().toString());
		data.put("semantic_kind", this.semanticKind);
		data.put("occurred_at", WireTime.format(this.occurredAt));
		data.put("event_type", this.type);
		if (this.subject != null) {
			data.put("subject_ref", this.subject);
		}
		data.put("request_hash", row.hash());
		data.set("payload", this.payload);
		if (this.labels.isContainer()) {
			data.set("labels", this.labels);
		}
		data.put("created_at", WireTime.format(row.createdAt()));
		return data;
	}

	/**
	 * The row of an event.
	 *
	 * @param id the identifier of the event
	 * @param hash what tells it from others
	 * @param createdAt when it was first told
	 */
	record EventRow(UUID id, String hash, Instant createdAt) {

	}

}
