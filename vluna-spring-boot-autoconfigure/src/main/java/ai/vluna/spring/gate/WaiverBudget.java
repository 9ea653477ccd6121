package ai.vluna.spring.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.context.BillingSubject;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how much work may be let in unasked while its usage is not booked, and for how
 * long: by this instance and by one subject.
 */
final class WaiverBudget {

	private final WaiverBounds bounds;

	private final Clock clock;

	private final AtomicInteger used = new AtomicInteger();

	private final ConcurrentMap<BillingSubject, Integer> usedBySubject = new ConcurrentHashMap<>();

	private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

	WaiverBudget(WaiverBounds bounds, Clock clock) {
		this.bounds = bounds;
		this.clock = clock;
	}

	boolean tryAcquire(BillingSubject subject) {
		if (this.used.incrementAndGet() > this.bounds.max() || !tryAcquireForSubject(subject)) {
			this.used.decrementAndGet();
			return false;
		}
		if (!isInTime(subject)) {
			release(subject);
			return false;
		}
		return true;
	}

	/**
	 * Return what gives back what was acquired for a subject. More than one may learn
	 * that it is over: it is given back once.
	 * @param subject the subject
	 * @return what gives it back
	 */
	Runnable releaseOf(BillingSubject subject) {
		AtomicBoolean held = new AtomicBoolean(true);
		return () -> {
			if (held.compareAndSet(true, false)) {
				release(subject);
			}
		};
	}

	private void release(BillingSubject subject) {
		forget(subject);
		this.used.decrementAndGet();
	}

	/**
	 * End the outage: the gate answered.
	 */
	void answered() {
		// Read first: this is called for every operation.
		if (this.outage.get() != null) {
			this.outage.set(null);
		}
	}

	private boolean tryAcquireForSubject(BillingSubject subject) {
		int now = this.usedBySubject.merge(subject, 1, Integer::sum);
		if (now > this.bounds.maxPerSubject()) {
			forget(subject);
		}
		return now <= this.bounds.maxPerSubject();
	}

	private void forget(BillingSubject subject) {
		this.usedBySubject.computeIfPresent(subject, (key, count) -> (count != 1) ? count - 1 : null);
	}

	private boolean isInTime(BillingSubject subject) {
		Instant now = this.clock.instant();
		Outage begun = new Outage(now, new ConcurrentHashMap<>());
		Outage before = this.outage.compareAndExchange(null, begun);
		Outage current = (before != null) ? before : begun;
		return isWithin(this.bounds.maxDuration(), current.start(), now)
				&& isWithin(this.bounds.maxDurationPerSubject(), current.startFor(subject, now), now);
	}

	private static boolean isWithin(Duration bound, Instant start, Instant now) {
		return Duration.between(start, now).compareTo(bound) < 0;
	}

	/**
	 * A time without answers.
	 *
	 * @param start when work was let in for the first time
	 * @param starts the same for each subject
	 */
	private record Outage(Instant start, ConcurrentMap<BillingSubject, Instant> starts) {

		Instant startFor(BillingSubject subject, Instant now) {
			return this.starts.computeIfAbsent(subject, (key) -> now);
		}

	}

}
