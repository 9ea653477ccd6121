package ai.vluna.spring.test.gate.engine;

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

	void load(Account known) {
		BillingAccount account = new BillingAccount(known.principal());
		this.accounts.put(known.principal(), account);
		known.balances().forEach(account::user);
		known.budgets().forEach((budget) -> {
			BillingUser owner = account.user(budget.user(), 0);
			this.budgets.put(budget.id(), new BudgetRow(budget.id(), owner, budget.limitXusd()));
		});
	}

	@Nullable BudgetRow activeBudget(BillingUser user, @Nullable UUID id) {
		if (id == null) {
			return null;
		}
		BudgetRow budget = this.budgets.get(id);
		if (budget == null || budget.owner != user || !budget.active) {
			throw Refusal.notFound("budget not found or inactive");
		}
		return budget;
	}

	static void checkStorable(String key) {
		if (key.length() > LONGEST_KEY) {
			throw Refusal.unexpected();
		}
	}

}
