package ai.vluna.spring.test.gate.management;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.test.gate.engine.Administration;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes bundles of policies, and lists what is in them.
 */
final class PolicyManagement {

	private static final List<String> STATES = List.of("default", "assignable", "ceiling", "disabled");

	private final ManagementTables tables;

	private final PlanProjection projection;

	PolicyManagement(ManagementTables tables, PlanProjection projection) {
		this.tables = tables;
		this.projection = projection;
	}

	Answer upsertBundle(Administration work, Fields fields) {
		String key = fields.text("bundle_key");
		@Nullable BundleRow known = this.tables.bundles.get(key);
		String status = fields.text("status", (known != null) ? known.status() : "active");
		BundleRow bundle = new BundleRow(
				ManagementTables.write((known != null) ? known.row() : null, "bundle", key, work), key,
				fields.text("name", (known != null) ? known.name() : key), status);
		this.tables.bundles.put(key, bundle);
		this.projection.renew(work);
		return Page.written(known == null, bundle.toData());
	}

	Answer list(Map<String, List<String>> query) {
		List<? extends JsonNode> policies = this.tables.policies.values()
			.stream()
			.filter((policy) -> selects(query, "bundle_id", policy.bundle().row().id()))
			.filter((policy) -> selects(query, "bundle_key", policy.bundle().key()))
			.filter((policy) -> selects(query, "feature_code", policy.feature()))
			.filter((policy) -> selects(query, "kind", policy.kind()))
			.map(PolicyRow::toData)
			.toList();
		return Page.of(query).answer(policies);
	}

	private static boolean selects(Map<String, List<String>> query, String name, String value) {
		List<String> wanted = query.getOrDefault(name, List.of());
		return wanted.isEmpty() || wanted.contains(value);
	}

	Answer create(Administration work, Fields fields) {
		BundleRow bundle = this.tables.bundle(fields);
		Row row = Row.first("policy", Integer.toString(this.tables.policies.size()), work.now());
		PolicyRow policy = new PolicyRow(row, bundle, fields.text("name", ""), fields.code("feature_code"),
				fields.oneOf("kind", List.of("quota", "rate")),
				fields.oneOf("subject_scope", List.of("user", "account")), fields.text("unit"),
				fields.number("window_sec"), limit(fields, fields.text("kind")), fields.text("status", "assignable"));
		return Page.written(true, store(work, policy));
	}

	Answer update(Administration work, String id, Fields fields) {
		@Nullable PolicyRow known = this.tables.policies.get(id);
		if (known == null) {
			throw Refusal.of(404, "RESOURCE.NOT_FOUND", "gate policy not found");
		}
		Long windowSeconds = fields.optionalNumber("window_sec");
		boolean limited = fields.has("limit_minor") || fields.has("limit_count");
		PolicyRow policy = new PolicyRow(known.row().updated(work.now()), known.bundle(),
				fields.text("name", known.name()), known.feature(), known.kind(),
				fields.text("subject_scope", known.scope()), fields.text("unit", known.unit()),
				(windowSeconds != null) ? windowSeconds : known.windowSeconds(),
				(limited) ? limit(fields, known.kind()) : known.limit(), fields.text("status", known.status()));
		return Page.written(false, store(work, policy));
	}

	private JsonNode store(Administration work, PolicyRow policy) {
		if (!STATES.contains(policy.status()) || policy.windowSeconds() < 1) {
			throw Refusal.invalid("status or window_sec is not valid");
		}
		this.tables.policies.put(policy.row().id(), policy);
		this.projection.renew(work);
		return policy.toData();
	}

	private static long limit(Fields fields, String kind) {
		boolean quota = kind.equals("quota");
		if (fields.optionalNumber((quota) ? "limit_count" : "limit_minor") != null) {
			throw Refusal.invalid("a " + kind + " policy has only " + ((quota) ? "limit_minor" : "limit_count"));
		}
		return fields.number((quota) ? "limit_minor" : "limit_count");
	}

}
