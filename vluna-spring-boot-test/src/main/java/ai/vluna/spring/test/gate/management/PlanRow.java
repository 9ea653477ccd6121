package ai.vluna.spring.test.gate.management;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan that accounts are assigned to.
 *
 * @param row what every row has
 * @param code the code
 * @param name the name
 * @param kind {@code base}, {@code addon} or {@code promo}
 * @param priority decides between several plans of an account, the highest wins
 * @param active whether it counts
 * @param bundleKey the bundle of policies it brings
 * @param entitlements the families it allows and denies
 */
record PlanRow(Row row, String code, String name, String kind, long priority, boolean active, String bundleKey,
		List<Entitlement> entitlements) {

	PlanRow with(List<Entitlement> entitlements) {
		return new PlanRow(this.row, this.code, this.name, this.kind, this.priority, this.active, this.bundleKey,
				entitlements);
	}

	Set<String> families(String effect) {
		return this.entitlements.stream()
			.filter((entitlement) -> entitlement.effect().equals(effect))
			.map(Entitlement::family)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	boolean givesLimits() {
		return this.active && (this.kind.equals("base") || this.kind.equals("addon"));
	}

	ObjectNode toData() {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("plan_id", this.row.id());
		data.put("plan_code", this.code);
		data.put("name", this.name);
		data.put("kind", this.kind);
		data.put("priority", this.priority);
		data.put("active", this.active);
		data.putObject("metadata").put("gate_bundle_key", this.bundleKey);
		this.row.writeTimes(data);
		return data;
	}

	ObjectNode toData(Entitlement entitlement) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("bpe_id", Row.id("entitlement", this.code + '\n' + entitlement.family()));
		data.put("plan_id", this.row.id());
		data.put("feature_family_id", Row.id("family", entitlement.family()));
		data.put("feature_family_code", entitlement.family());
		data.put("effect", entitlement.effect());
		this.row.writeTimes(data);
		return data;
	}

	/**
	 * What a plan says of a family.
	 *
	 * @param family the code of the family
	 * @param effect {@code allow} or {@code deny}
	 */
	record Entitlement(String family, String effect) {

	}

}
