package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import ai.vluna.spring.gate.Lease;

/**
 * The charges in memory, which are lost with the process: each ends once, by whichever
 * way comes first, and only so many may be unconfirmed.
 */
final class OpenCharges {

	private final int maxUnconfirmed;

	private final ConcurrentMap<Lease, Charge> open = new ConcurrentHashMap<>();

	private final Set<Lease> unconfirmed = ConcurrentHashMap.newKeySet();

	private final AtomicInteger count = new AtomicInteger();

	private final Underway underway = new Underway();

	OpenCharges(int maxUnconfirmed) {
		this.maxUnconfirmed = maxUnconfirmed;
	}

	void begin(Charge charge) {
		this.open.put(charge.lease(), charge);
		this.underway.begin();
	}

	/**
	 * Make room for a charge that is unconfirmed.
	 * @param charge the charge
	 * @return whether there is room, and need of it
	 */
	boolean reserve(Charge charge) {
		if (!contains(charge)) {
			return false;
		}
		if (this.count.incrementAndGet() > this.maxUnconfirmed) {
			this.count.decrementAndGet();
			return false;
		}
		this.unconfirmed.add(charge.lease());
		return true;
	}

	/**
	 * Take a charge for the one that it is sent in place of.
	 * @param charge the charge
	 */
	void replace(Charge charge) {
		this.open.replace(charge.lease(), charge);
	}

	boolean contains(Charge charge) {
		return this.open.containsKey(charge.lease());
	}

	/**
	 * End a charge, unless it ended before.
	 * @param charge the charge
	 * @param ending what its end consists of; who waits for none waits for it
	 */
	void end(Charge charge, Runnable ending) {
		if (this.open.remove(charge.lease()) != null) {
			if (this.unconfirmed.remove(charge.lease())) {
				this.count.decrementAndGet();
			}
			ending.run();
			this.underway.end();
		}
	}

	int unconfirmed() {
		return this.count.get();
	}

	void forEach(Consumer<Charge> action) {
		this.open.values().forEach(action);
	}

	/**
	 * Wait until every charge has ended. Blocks.
	 * @param patience the longest wait
	 * @return whether none is left
	 */
	boolean awaitNone(Duration patience) {
		return this.underway.awaitNone(patience);
	}

}
