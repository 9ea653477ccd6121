package ai.vluna.spring.test.gate.management;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.test.gate.engine.Administration;
import ai.vluna.spring.test.gate.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wrote that the catalogue has no place for. Only touched within a
 * transaction of the engine.
 */
final class ManagementTables {

	final Map<String, FamilyRow> families = new LinkedHashMap<>();

	final Map<String, FeatureRow> features = new LinkedHashMap<>();

	final Map<String, BundleRow> bundles = new LinkedHashMap<>();

	final Map<String, PolicyRow> policies = new LinkedHashMap<>();

	final Map<String, PlanRow> plans = new LinkedHashMap<>();

	final List<AssignmentRow> assignments = new ArrayList<>();

	static Row write(@Nullable Row known, String table, String key, Administration work) {
		return (known != null) ? known.updated(work.now()) : Row.first(table, key, work.now());
	}

	FamilyRow family(String code) {
		FamilyRow family = this.families.get(code);
		if (family == null) {
			throw Refusal.notFound("feature_family not found");
		}
		return family;
	}

	BundleRow bundle(Fields fields) {
		for (BundleRow bundle : this.bundles.values()) {
			if (bundle.row().id().equals(fields.optionalText("bundle_id"))
					|| bundle.key().equals(fields.optionalText("bundle_key"))) {
				return bundle;
			}
		}
		throw Refusal.notFound("gate policy bundle not found");
	}

	PlanRow plan(String id) {
		return this.plans.values()
			.stream()
			.filter((plan) -> plan.row().id().equals(id))
			.findFirst()
			.orElseThrow(() -> Refusal.of(404, "RESOURCE.NOT_FOUND", "billing plan not found"));
	}

}
