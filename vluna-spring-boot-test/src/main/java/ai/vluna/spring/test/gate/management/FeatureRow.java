package ai.vluna.spring.test.gate.management;

import java.util.Map;

import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Rounding;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operator wrote of a feature besides what the catalogue holds of it.
 *
 * @param row what every row has
 * @param code the code
 * @param name the name
 * @param family the code of its family
 * @param entitlementRequired whether it needs an entitlement, {@code null} if its family
 * decides
 */
record FeatureRow(Row row, String code, String name, String family, @Nullable Boolean entitlementRequired) {

	boolean needsEntitlement(FamilyRow family) {
		return (this.entitlementRequired != null) ? this.entitlementRequired : family.entitlementRequired();
	}

	ObjectNode toData(Feature feature) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("feature_id", this.row.id());
		data.put("feature_family_id", Row.id("family", this.family));
		data.put("feature_family_code", this.family);
		data.put("feature_code", this.code);
		data.put("name", this.name);
		data.put("entitlement_required", feature.entitlementRequired());
		data.put("active", feature.active());
		data.putObject("metadata");
		data.put("unit", "unit");
		ArrayNode meters = data.putArray("meters");
		for (Map.Entry<String, @Nullable Price> meter : feature.meters().entrySet()) {
			writeMeter(meters.addObject(), meter.getKey(), meter.getValue());
		}
		this.row.writeTimes(data);
		return data;
	}

	private void writeMeter(ObjectNode node, String code, @Nullable Price price) {
		node.put("meter_id", Row.id("meter", code));
		node.put("meter_code", code);
		node.put("feature_id", this.row.id());
		node.put("feature_code", this.code);
		node.put("unit", "unit");
		node.put("scale", 0);
		node.put("rounding", "round");
		node.put("semantic_kind", "activity");
		node.put("active", true);
		node.putObject("metadata");
		if (price != null) {
			ObjectNode prices = node.putObject("meter_prices");
			prices.put("unit_price_xusd", Long.toString(price.xusd()));
			prices.put("unit_quantity_minor", Long.toString(price.perUnits()));
			prices.put("rounding", (price.rounding() == Rounding.ROUND) ? "nearest" : price.rounding().wireName());
		}
		this.row.writeTimes(node);
	}

}
