package ai.vluna.spring.test.gate.engine;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

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

	long balance;

	BillingUser(BillingAccount account, String name, long balance) {
		this.account = account;
		this.name = name;
		this.id = UUID.nameUUIDFromBytes((account.principal + '\n' + name).getBytes(StandardCharsets.UTF_8));
		this.balance = balance;
	}

}
