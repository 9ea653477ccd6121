package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows the catalogue as a customer sees it. Inactive features are listed, families that
 * the customer has no right to are not.
 */
final class CatalogueQueries {

	private final Tables tables;

	CatalogueQueries(Tables tables) {
		this.tables = tables;
	}

	Answer limits(View view, BillingUser user, QueryParameters query) {
		View asOf = asOf(view, query.moment("as_of"));
		ArrayNode data = JsonNodeFactory.instance.arrayNode();
		for (Feature feature : visible(view, user, query)) {
			ObjectNode node = data.addObject();
			node.put("feature_code", feature.code());
			node.put("feature_family_code", feature.family());
			node.put("unit", "unit");
			if (query.expands("quotas")) {
				writeQuotas(node, asOf, user, feature);
			}
			if (query.expands("rates")) {
				writeRates(node, asOf, user, feature);
			}
			ArrayNode meters = node.putArray("meters");
			feature.meters().keySet().forEach(meters::add);
		}
		return Answer.ok(data);
	}

	Answer meters(View view, BillingUser user, QueryParameters query) {
		Coverage coverage = Coverage.read(view, user, this.tables, query);
		View asOf = asOf(view, coverage.asOf());
		ArrayNode data = JsonNodeFactory.instance.arrayNode();
		for (Feature feature : visible(view, user, query)) {
			for (Map.Entry<String, @Nullable Price> meter : feature.meters().entrySet()) {
				if (query.selects("meter_code", meter.getKey())) {
					ObjectNode node = data.addObject();
					node.put("meter_code", meter.getKey());
					node.put("unit", "unit");
					node.putArray("features").add(feature.code());
					node.putArray("feature_family_codes").add(feature.family());
					if (query.expands("limits") || query.expands("limits.quotas")) {
						writeQuotas(node, asOf, user, feature);
					}
					if (query.expands("limits") || query.expands("limits.rates")) {
						writeRates(node, asOf, user, feature);
					}
					writePrice(node, feature, meter.getKey(), meter.getValue(), coverage, query);
				}
			}
		}
		return Answer.ok(data);
	}

	private static View asOf(View view, @Nullable Instant moment) {
		return (moment != null) ? view.at(moment) : view;
	}

	private static List<Feature> visible(View view, BillingUser user, QueryParameters query) {
		return view.catalogue()
			.features()
			.stream()
			.filter((feature) -> query.selects("feature_code", feature.code()))
			.filter((feature) -> query.selects("feature_family_code", feature.family()))
			.filter((feature) -> !view.plan(user).deniedFamilies().contains(feature.family()))
			.filter((feature) -> !feature.entitlementRequired()
					|| view.plan(user).grantedFamilies().contains(feature.family()))
			.toList();
	}

	private static void writeQuotas(ObjectNode node, View view, BillingUser user, Feature feature) {
		ArrayNode quotas = node.putArray("quotas");
		for (QuotaWindow counted : view.quotaWindows(user, feature)) {
			String scope = (counted.quota().scope() == Quota.Scope.ACCOUNT) ? "account" : "user";
			writeWindow(quotas.addObject(), scope, counted.window(), counted.quota().limit(), counted.used(user));
		}
	}

	private static void writeRates(ObjectNode node, View view, BillingUser user, Feature feature) {
		ArrayNode rates = node.putArray("rates");
		view.rates(user, feature).forEach((rate) -> {
			Window window = Window.around(view.now(), rate.window());
			writeWindow(rates.addObject(), "user", window, rate.limit(), user.rates.used(feature.code(), window));
		});
	}

	private static void writeWindow(ObjectNode node, String scope, Window window, long limit, long used) {
		node.put("subject_scope", scope);
		node.put("window_start", WireTime.format(window.start()));
		node.put("window_end", WireTime.format(window.end()));
		node.put("limit_minor", Long.toString(limit));
		node.put("used_minor", Long.toString(used));
	}

	private static void writePrice(ObjectNode node, Feature feature, String meter, @Nullable Price price,
			Coverage coverage, QueryParameters query) {
		if (price == null) {
			return;
		}
		if (query.expands("pricing")) {
			ObjectNode pricing = node.putObject("pricing");
			pricing.put("unit_price_xusd", Long.toString(price.xusd()));
			pricing.put("unit_quantity_minor", Long.toString(price.perUnits()));
			pricing.put("rounding", price.rounding().wireName());
			pricing.put("effective_at", Pricing.EFFECTIVE_AT);
			long hash = 31L * meter.hashCode() + price.hashCode() & Integer.MAX_VALUE;
			pricing.put("fingerprint", "%064x".formatted(hash));
			pricing.put("unit", "unit");
		}
		if (query.expands("coverage")) {
			node.set("coverage", coverage.toData(feature.code(), price));
		}
	}

}
