package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The database. Nothing in it grows in cost with what it already holds.
 */
final class Tables {

	// The real column is indexed, and an index row has a limit.
	private static final int LONGEST_KEY = 2704;

	final Map<String, BillingAccount> accounts = new HashMap<>();

	final Map<UUID, Lease> leases = new HashMap<>();

	final Map<UUID, BudgetRow> budgets = new HashMap<>();

	final Ledger ledger = new Ledger();

	void load(Account known, Instant now) {
		BillingAccount account = new BillingAccount(known.principal());
		this.accounts.put(known.principal(), account);
		known.balances().forEach((user, xusd) -> account.user(user).wallet.adjust(xusd));
		known.budgets().forEach((budget) -> {
			BudgetRequest request = BudgetRequest.ofLimit(budget.limitXusd());
			add(new BudgetRow(budget.id(), account.user(budget.user()), request, now));
		});
	}

	void add(BudgetRow budget) {
		this.budgets.put(budget.id, budget);
		budget.owner.budgets.add(budget);
	}

	@Nullable BudgetRow activeBudget(View view, BillingUser user, @Nullable UUID id) {
		if (id == null) {
			return null;
		}
		BudgetRow budget = this.budgets.get(id);
		if (budget == null || budget.owner != user || !budget.activeAt(view.now())) {
			throw Refusal.notFound("budget not found or inactive");
		}
		return budget;
	}

	static void checkStorable(String key) {
		if (key.length() > LONGEST_KEY) {
			throw Refusal.database("index row size exceeds btree version 4 maximum " + LONGEST_KEY);
		}
	}

}
