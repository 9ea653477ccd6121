package ai.vluna.spring.test.gate.management;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Rounding;
import ai.vluna.spring.test.gate.engine.Administration;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Writes families, features and the prices of their meters.
 */
final class CatalogueManagement {

	private final ManagementTables tables;

	CatalogueManagement(ManagementTables tables) {
		this.tables = tables;
	}

	Answer upsertFamily(Administration work, Fields fields) {
		String code = fields.code("feature_family_code");
		@Nullable FamilyRow known = this.tables.families.get(code);
		boolean entitlementRequired = known != null && known.entitlementRequired();
		FamilyRow family = new FamilyRow(
				ManagementTables.write((known != null) ? known.row() : null, "family", code, work), code,
				fields.text("name", (known != null) ? known.name() : code),
				fields.flag("entitlement_required", entitlementRequired),
				fields.flag("active", known == null || known.active()));
		this.tables.families.put(code, family);
		this.tables.features.values()
			.stream()
			.filter((feature) -> feature.family().equals(code))
			.forEach((feature) -> renew(work, feature, family));
		return Page.written(known == null, family.toData());
	}

	private static void renew(Administration work, FeatureRow row, FamilyRow family) {
		@Nullable Feature feature = work.catalogue().feature(row.code());
		if (feature != null) {
			put(work, row, family, feature.active(), feature.meters());
		}
	}

	Answer upsertFeature(Administration work, Fields fields) {
		String code = fields.code("feature_code");
		FamilyRow family = this.tables.family(fields.code("feature_family_code"));
		@Nullable FeatureRow known = this.tables.features.get(code);
		@Nullable Feature feature = work.catalogue().feature(code);
		@Nullable Boolean entitlementRequired = fields.optionalFlag("entitlement_required");
		if (entitlementRequired == null && known != null) {
			entitlementRequired = known.entitlementRequired();
		}
		Map<String, @Nullable Price> meters = meters(code, feature, fields.items("meters"));
		FeatureRow row = new FeatureRow(
				ManagementTables.write((known != null) ? known.row() : null, "feature", code, work), code,
				fields.text("name", code), family.code(), entitlementRequired);
		boolean active = fields.flag("active", feature == null || feature.active());
		this.tables.features.put(code, row);
		return Page.written(feature == null, row.toData(put(work, row, family, active, meters)));
	}

	private static Feature put(Administration work, FeatureRow row, FamilyRow family, boolean active,
			Map<String, @Nullable Price> meters) {
		@Nullable Feature known = work.catalogue().feature(row.code());
		Feature feature = new Feature(row.code(), family.code(), active, row.needsEntitlement(family), meters,
				(known != null) ? known.quotas() : List.of(), (known != null) ? known.rates() : List.of());
		work.change((catalogue) -> catalogue.feature(feature));
		return feature;
	}

	private static Map<String, @Nullable Price> meters(String feature, @Nullable Feature known, List<Fields> written) {
		Map<String, @Nullable Price> meters = new LinkedHashMap<>();
		meters.put(feature, null);
		if (known != null) {
			meters.putAll(known.meters());
		}
		for (Fields meter : written) {
			String code = meter.code("meter_code");
			Fields price = meter.object("meter_prices");
			meters.put(code, (price.has("unit_price_xusd")) ? price(price) : meters.get(code));
		}
		return Collections.unmodifiableMap(meters);
	}

	private static Price price(Fields fields) {
		Long perUnits = fields.optionalNumber("unit_quantity_minor");
		long xusd = fields.number("unit_price_xusd");
		if (xusd < 0 || (perUnits != null && perUnits < 1)) {
			throw Refusal.invalid("meter_prices must not be negative");
		}
		Rounding rounding = switch (fields.text("rounding", "ceil")) {
			case "ceil" -> Rounding.CEIL;
			case "floor" -> Rounding.FLOOR;
			case "nearest" -> Rounding.ROUND;
			default -> throw Refusal.invalid("rounding must be one of floor, nearest, ceil");
		};
		return new Price(xusd, (perUnits != null) ? perUnits : 1, rounding);
	}

}
