package ai.vluna.spring.test.gate.engine;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The row of a principal.
 */
final class BillingAccount {

	final String principal;

	final UUID id;

	final Map<String, BillingUser> users = new HashMap<>();

	final Counters quotas = new Counters();

	BillingAccount(String principal) {
		this.principal = principal;
		this.id = UUID.nameUUIDFromBytes(principal.getBytes(StandardCharsets.UTF_8));
	}

	BillingUser user(String name) {
		return this.users.computeIfAbsent(name, (user) -> new BillingUser(this, user));
	}

}
