package ai.vluna.spring.test.gate.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ai.vluna.spring.test.gate.engine.EventRequest.EventRow;

/**
 * The row of a user of a principal: the owner of money, leases and most quotas. Only the
 * engine looks inside, and only within a transaction.
 *
 * @since 0.1.0
 */
public final class BillingUser {

	final BillingAccount account;

	final String name;

	final UUID id;

	final Map<String, Lease> leases = new HashMap<>();

	final Map<String, StoredAnswer> ingests = new HashMap<>();

	final Map<String, Long> residuals = new HashMap<>();

	final Counters quotas = new Counters();

	final Counters rates = new Counters();

	final List<BudgetRow> budgets = new ArrayList<>();

	final Wallet wallet = new Wallet();

	final List<Posting> postings = new ArrayList<>();

	final Map<String, EventRow> events = new HashMap<>();

	final Set<String> adjustments = new HashSet<>();

	BillingUser(BillingAccount account, String name) {
		this.account = account;
		this.name = name;
		this.id = UUID.nameUUIDFromBytes((account.principal + '\n' + name).getBytes(StandardCharsets.UTF_8));
	}

	Runnable remember() {
		int postingsNow = this.postings.size();
		Map<String, Long> residualsNow = Map.copyOf(this.residuals);
		List<Runnable> parts = List.of(this.wallet.remember(), this.quotas.remember(), this.account.quotas.remember());
		return () -> {
			this.residuals.clear();
			this.residuals.putAll(residualsNow);
			this.postings.subList(postingsNow, this.postings.size()).clear();
			parts.forEach(Runnable::run);
		};
	}

}
