package ai.vluna.spring.delivery;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import ai.vluna.spring.gate.Admission;
import ai.vluna.spring.gate.Lease;

/**
 * The leases of waived work whose usage is on its way. They count against a bound, which
 * is theirs, until they come to an end by whichever way: where a write took too long,
 * usage may be sent from the store as well as from memory, and what is stored may be sent
 * by another instance.
 */
final class Waived {

	private final Map<String, Entry> entries = new ConcurrentHashMap<>();

	/**
	 * Count a lease, if it was waived.
	 * @param charge the charge of its work
	 */
	void add(Charge charge) {
		if (charge.lease().admission() == Admission.WAIVED) {
			this.entries.put(charge.lease().id(), new Entry(charge.lease()));
		}
	}

	/**
	 * Remember that the usage of a lease is in the store.
	 * @param id the id of the lease
	 */
	void stored(String id) {
		Entry entry = this.entries.get(id);
		if (entry != null) {
			entry.stored = true;
		}
	}

	/**
	 * Count a lease no more, and finish it.
	 * @param id the id of the lease
	 */
	void finish(String id) {
		Entry entry = this.entries.remove(id);
		if (entry != null) {
			entry.lease.finish();
		}
	}

	/**
	 * Finish those that were stored and are charged or dead by now, whoever sent them.
	 * @param over tells which of some stored settlements are; not asked in vain
	 */
	void finish(UnaryOperator<Set<String>> over) {
		Set<String> stored = new HashSet<>();
		this.entries.forEach((id, entry) -> {
			if (entry.stored) {
				stored.add(id);
			}
		});
		if (!stored.isEmpty()) {
			over.apply(stored).forEach(this::finish);
		}
	}

	/**
	 * A lease.
	 */
	private static final class Entry {

		private final Lease lease;

		private volatile boolean stored;

		private Entry(Lease lease) {
			this.lease = lease;
		}

	}

}
