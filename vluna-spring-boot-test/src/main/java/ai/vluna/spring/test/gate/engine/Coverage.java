package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.UUID;

import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far some money reaches. It is advice, nothing is reserved.
 *
 * @param budget the budget that pays, {@code null} for the wallet
 * @param money the amount of XUSD
 * @param notes what is special about the money, {@code null} for nothing
 * @param optimistic whether a block that can be paid in part is also shown
 * @param asOf the moment it is reckoned for
 */
record Coverage(@Nullable BudgetRow budget, long money, @Nullable String notes, boolean optimistic, Instant asOf) {

	static Coverage read(View view, BillingUser user, Tables tables, QueryParameters query) {
		Instant asked = query.moment("coverage_as_of");
		Instant asOf = (asked != null) ? asked : view.now();
		boolean optimistic = "optimistic".equalsIgnoreCase(query.single("coverage_profile"));
		if (!"budget".equalsIgnoreCase(query.single("coverage_basis"))) {
			boolean broke = user.wallet.issued() == 0 && user.wallet.owed() == 0;
			return new Coverage(null, user.wallet.available(), (broke) ? "no active grants" : null, optimistic, asOf);
		}
		String id = query.single("coverage_budget_id");
		if (id == null || id.isEmpty()) {
			throw Refusal.invalid("coverage.budget_id is required when basis=budget");
		}
		return ofBudget(budget(user, tables, id.trim()), optimistic, asOf);
	}

	private static BudgetRow budget(BillingUser user, Tables tables, String id) {
		if (!RequestBody.isUuid(id)) {
			throw Refusal.invalid("invalid budget_id");
		}
		BudgetRow budget = tables.budgets.get(UUID.fromString(id));
		if (budget == null || budget.owner != user) {
			throw Refusal.of(404, "RESOURCE.NOT_FOUND", "budget not found");
		}
		if (!budget.isOpen()) {
			throw Refusal.of(404, "RESOURCE.NOT_FOUND", "budget inactive");
		}
		return budget;
	}

	private static Coverage ofBudget(BudgetRow budget, boolean optimistic, Instant asOf) {
		if (!budget.activeAt(asOf)) {
			Instant start = budget.request.windowStart();
			boolean early = start != null && start.isAfter(asOf);
			String notes = (early) ? "budget window not yet active" : "budget window expired";
			return new Coverage(budget, 0, notes, optimistic, asOf);
		}
		return (budget.request.limit() != null) ? new Coverage(budget, budget.headroom(), null, optimistic, asOf)
				: new Coverage(budget, 0, "budget has no limit configured", optimistic, asOf);
	}

	ObjectNode toData(String feature, Price price) {
		boolean costs = price.xusd() > 0;
		long blocks = (costs) ? this.money / price.xusd() : 0;
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("basis", (this.budget != null) ? "budget" : "xusd");
		data.put("balance_xusd", Long.toString(this.money));
		data.put("max_quantity_minor_estimated", quantity(blocks, price));
		data.put("advisory", true);
		data.put("as_of", WireTime.format(this.asOf));
		if (this.budget != null) {
			data.put("budget_id", this.budget.id.toString());
		}
		String subject = (this.notes != null) ? this.notes + "; feature=" + feature : "feature=" + feature;
		data.put("notes", (costs) ? subject : subject + "; pricing unavailable");
		if (this.optimistic) {
			boolean rest = costs && this.money % price.xusd() > 0;
			data.put("optimistic_quantity_minor", quantity((rest) ? blocks + 1 : blocks, price));
		}
		return data;
	}

	private static String quantity(long blocks, Price price) {
		return Long.toString(Pricing.clippedProduct(blocks, price.perUnits()));
	}

}
