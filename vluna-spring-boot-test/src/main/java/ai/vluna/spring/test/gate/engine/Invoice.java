package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.ledger.LedgerLine;
import ai.vluna.spring.test.gate.protocol.Hints;
import ai.vluna.spring.test.gate.protocol.RequestBody.MeterLine;
import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a commit or an ingest comes to, and how the answer shows it.
 *
 * @param lines the meters
 * @param amount the sum
 * @param residuals what the meters carry on once this is charged
 */
record Invoice(List<Line> lines, long amount, Map<String, Long> residuals) {

	List<String> unknownMeters() {
		return meters((line) -> !line.allowed());
	}

	List<String> unpricedMeters() {
		return meters((line) -> line.allowed() && line.price() == null);
	}

	private List<String> meters(Predicate<Line> wanted) {
		return this.lines.stream().filter(wanted).map((line) -> line.meter().code()).distinct().toList();
	}

	List<LedgerLine> toLedger() {
		return this.lines.stream()
			.map((line) -> new LedgerLine(line.meter().code(), line.meter().quantity(), line.amount()))
			.toList();
	}

	/**
	 * Writes the answer's data. A fingerprint is a new one each time, even for the same
	 * price, so a client that names one is always told that it changed.
	 * @param feature the feature code
	 * @param budget the budget, if one pays
	 * @param now when it was priced
	 * @param ids where fingerprints come from
	 * @param hints where to tell that a price changed
	 * @return the data
	 */
	JsonNode toData(String feature, @Nullable BudgetRow budget, Instant now, GateIds ids, Hints hints) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("commit_id", ids.uuid().toString());
		if (budget != null) {
			data.put("budget_id", budget.id.toString());
		}
		data.put("amount_xusd", Long.toString(this.amount));
		data.put("cost_xusd", Long.toString(this.amount));
		String computedAt = WireTime.format(now);
		ArrayNode nodes = data.putArray("lines");
		for (Line line : this.lines) {
			String fingerprint = ids.fingerprint();
			line.write(nodes.addObject(), feature, computedAt, ids, fingerprint);
			if (line.meter().pricingEtag() != null) {
				hints.pricingChanged(line.meter().pricingEtag(), fingerprint);
			}
		}
		return data;
	}

	/**
	 * One priced meter.
	 *
	 * @param meter what was used
	 * @param price its price, or {@code null} if there is none
	 * @param allowed whether the feature has this meter
	 * @param amount what it comes to
	 */
	record Line(MeterLine meter, @Nullable Price price, boolean allowed, long amount) {

		private void write(ObjectNode node, String feature, String computedAt, GateIds ids, String fingerprint) {
			String costFingerprint = ids.fingerprint();
			node.put("line_id", ids.uuid().toString());
			node.put("meter_code", this.meter.code());
			node.put("quantity_minor", Long.toString(this.meter.quantity()));
			node.put("unit_price_xusd", unitPrice());
			node.put("amount_xusd", Long.toString(this.amount));
			node.set("pricing_snapshot", snapshot(feature, computedAt, fingerprint));
			node.put("pricing_fingerprint", fingerprint);
			node.put("cost_xusd", Long.toString(this.amount));
			node.put("unit_cost_xusd", unitPrice());
			node.put("cost_unit_quantity_minor", perUnits());
			node.put("cost_rounding", Pricing.roundingOf(this.price));
			node.set("cost_snapshot", snapshot(feature, computedAt, costFingerprint));
			node.put("cost_fingerprint", costFingerprint);
		}

		private JsonNode snapshot(String feature, String computedAt, String fingerprint) {
			ObjectNode snapshot = JsonNodeFactory.instance.objectNode();
			snapshot.put("computed_at", computedAt);
			snapshot.put("unit", "unit");
			snapshot.put("fingerprint", fingerprint);
			snapshot.put("unit_price_xusd", unitPrice());
			snapshot.put("unit_quantity_minor", perUnits());
			snapshot.put("rounding", Pricing.roundingOf(this.price));
			snapshot.put("effective_at", (this.price != null) ? Pricing.EFFECTIVE_AT : computedAt);
			ObjectNode provenance = snapshot.putObject("provenance");
			provenance.put("source", (this.price != null) ? "live" : "missing");
			ObjectNode inputs = provenance.putObject("inputs");
			inputs.put("feature_code", feature);
			inputs.put("meter_code", this.meter.code());
			return snapshot;
		}

		private String unitPrice() {
			return (this.price != null) ? Long.toString(this.price.xusd()) : "0";
		}

		private String perUnits() {
			return (this.price != null) ? Long.toString(this.price.perUnits()) : "1";
		}

	}

}
