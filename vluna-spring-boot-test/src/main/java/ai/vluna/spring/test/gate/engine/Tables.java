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

	/**
	 * Finds the row of a user and creates what is missing. The very first call of a
	 * principal fails after its row was written.
	 * @param view what the transaction sees
	 * @param principal the principal id
	 * @param user the user id
	 * @param claimedAccount the account the request believes in, empty for any
	 * @param claimedUser the billing user the request believes in, empty for any
	 * @return the row
	 */
	BillingUser user(View view, String principal, String user, String claimedAccount, String claimedUser) {
		BillingAccount account = this.accounts.get(principal);
		if (account == null) {
			this.accounts.put(principal, new BillingAccount(principal));
			throw Refusal.unexpected();
		}
		if (!claimedAccount.isEmpty() && !claimedAccount.equals(account.id.toString())) {
			throw Refusal.of(403, "AUTH.BILLING_ACCOUNT_MISMATCH", "billing account does not match principal");
		}
		int seats = view.catalogue().account(principal).seats();
		if (!account.users.containsKey(user) && seats > 0 && account.users.size() >= seats) {
			throw Refusal.of(403, "SEAT.CAPACITY_EXCEEDED", "billing account seat capacity exceeded");
		}
		BillingUser row = account.user(user);
		if (!claimedUser.isEmpty() && !claimedUser.equals(row.id.toString())) {
			throw Refusal.of(403, "AUTH.BILLING_USER_MISMATCH", "billing user does not match user id");
		}
		return row;
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
