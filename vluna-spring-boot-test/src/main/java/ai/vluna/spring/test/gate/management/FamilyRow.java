package ai.vluna.spring.test.gate.management;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A family of features.
 *
 * @param row what every row has
 * @param code the code
 * @param name the name
 * @param entitlementRequired whether its features need an entitlement
 * @param active whether it is offered
 */
record FamilyRow(Row row, String code, String name, boolean entitlementRequired, boolean active) {

	ObjectNode toData() {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("feature_family_id", this.row.id());
		data.put("feature_family_code", this.code);
		data.put("name", this.name);
		data.put("entitlement_required", this.entitlementRequired);
		data.put("active", this.active);
		data.putObject("metadata");
		this.row.writeTimes(data);
		return data;
	}

}
