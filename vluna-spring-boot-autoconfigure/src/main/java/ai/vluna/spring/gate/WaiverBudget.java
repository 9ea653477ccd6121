package ai.vluna.spring.gate;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.context.BillingSubject;

/**
 * Bounds how much work may be let in unasked while its usage is not booked: by this
 * instance and by one subject.
 */
final class WaiverBudget {

	private final int total;

	private final int perSubject;

	private final AtomicInteger used = new AtomicInteger();

	private final ConcurrentMap<BillingSubject, Integer> usedBySubject = new ConcurrentHashMap<>();

	WaiverBudget(int total, int perSubject) {
		this.total = total;
		this.perSubject = perSubject;
	}

	boolean tryAcquire(BillingSubject subject) {
		if (this.used.incrementAndGet() > this.total || !tryAcquireForSubject(subject)) {
			this.used.decrementAndGet();
			return false;
		}
		return true;
	}

	void release(BillingSubject subject) {
		forget(subject);
		this.used.decrementAndGet();
	}

	private boolean tryAcquireForSubject(BillingSubject subject) {
		int now = this.usedBySubject.merge(subject, 1, Integer::sum);
		if (now > this.perSubject) {
			forget(subject);
		}
		return now <= this.perSubject;
	}

	private void forget(BillingSubject subject) {
		this.usedBySubject.computeIfPresent(subject, (key, count) -> (count != 1) ? count - 1 : null);
	}

}
