package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.Set;

import ai.vluna.spring.test.gate.protocol.JavaScriptNumber;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a budget is made of. Everything may be left out.
 *
 * @param name its name
 * @param limit the amount of XUSD, {@code null} for no limit
 * @param scopeKind what it is for
 * @param scopePayload which one it is for
 * @param windowStart when it begins
 * @param windowEnd when it ends
 * @param metadata whatever else was said
 */
record BudgetRequest(@Nullable String name, @Nullable Long limit, String scopeKind, @Nullable ObjectNode scopePayload,
		@Nullable Instant windowStart, @Nullable Instant windowEnd, ObjectNode metadata) {

	private static final Set<String> SCOPES = Set.of("global", "feature", "feature_set");

	static BudgetRequest ofLimit(long limit) {
		return new BudgetRequest(null, limit, "global", null, null, null, JsonNodeFactory.instance.objectNode());
	}

	static BudgetRequest read(JsonNode json) {
		JsonNode kind = json.path("scope_kind");
		String scopeKind = (isAbsent(kind)) ? "global" : kind.asString("");
		if (!SCOPES.contains(scopeKind)) {
			throw Refusal.invalid("invalid scope_kind");
		}
		ObjectNode payload = object(json.path("scope_payload"));
		ObjectNode metadata = object(json.path("metadata"));
		BudgetRequest request = new BudgetRequest(text(json.path("name")), limit(json.path("limit_xusd")), scopeKind,
				payload, window(json, "window_start"), window(json, "window_end"),
				(metadata != null) ? metadata : JsonNodeFactory.instance.objectNode());
		request.checkScope();
		return request;
	}

	private void checkScope() {
		if (this.scopeKind.equals("feature") && feature() == null) {
			throw Refusal.invalid("feature scope requires feature identifier");
		}
		if (this.scopeKind.equals("feature_set") && named(this.scopePayload, "feature_set") == null) {
			throw Refusal.invalid("feature_set scope requires feature_set identifier");
		}
	}

	/**
	 * Returns the feature that it names.
	 * @return the feature code, or {@code null} if there is none
	 */
	@Nullable String feature() {
		String feature = named(this.scopePayload, "feature");
		return (feature != null) ? feature : named(this.metadata, "feature");
	}

	private static @Nullable Long limit(JsonNode value) {
		if (isAbsent(value)) {
			return null;
		}
		long limit;
		try {
			limit = JavaScriptNumber.quantity(value, "limit_xusd");
		}
		catch (Refusal ex) {
			throw Refusal.invalid("value must be non-negative integer");
		}
		if (limit == JavaScriptNumber.BEYOND_BIGINT) {
			throw Refusal.unexpected();
		}
		if (limit > JavaScriptNumber.MAX_SAFE_INTEGER) {
			throw Refusal.numericRange();
		}
		return limit;
	}

	private static @Nullable Instant window(JsonNode json, String field) {
		JsonNode value = json.path(field);
		if (isAbsent(value)) {
			return null;
		}
		Instant moment = WireTime.parse(value.asString(""));
		if (moment == null) {
			throw Refusal.invalid(field + " must be ISO-8601 timestamp or null");
		}
		return moment;
	}

	private static @Nullable String named(@Nullable ObjectNode node, String field) {
		String name = (node != null) ? text(node.path(field)) : null;
		return (name != null && !name.isBlank()) ? name.trim() : null;
	}

	private static @Nullable String text(JsonNode value) {
		return (value.isString()) ? value.stringValue() : null;
	}

	private static @Nullable ObjectNode object(JsonNode value) {
		return (value instanceof ObjectNode node) ? node : null;
	}

	private static boolean isAbsent(JsonNode value) {
		return value.isMissingNode() || value.isNull();
	}

}
