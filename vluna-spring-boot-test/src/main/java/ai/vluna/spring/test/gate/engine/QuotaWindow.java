package ai.vluna.spring.test.gate.engine;

import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.protocol.Hints;

/**
 * A quota in the window that was current when a lease was given.
 *
 * @param feature the feature code
 * @param quota the limit
 * @param window where usage counts, however late it is committed
 */
record QuotaWindow(String feature, Quota quota, Window window) {

	boolean exhausted(BillingUser user) {
		return limited() && used(user) >= this.quota.limit();
	}

	void count(BillingUser user, long quantity, Hints hints) {
		long used = used(user);
		long total = used + quantity;
		if (limited() && total > this.quota.limit()) {
			hints.quotaRemaining(Math.max(0, this.quota.limit() - used), null);
			total = Math.max(used, this.quota.limit());
		}
		counters(user).set(this.feature, this.window, total);
	}

	long used(BillingUser user) {
		return counters(user).used(this.feature, this.window);
	}

	private boolean limited() {
		return this.quota.limit() != Quota.UNLIMITED;
	}

	private Counters counters(BillingUser user) {
		return (this.quota.scope() == Quota.Scope.ACCOUNT) ? user.account.quotas : user.quotas;
	}

}
