package ai.vluna.spring.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.gate.Admission;
import ai.vluna.spring.gate.Lease;

/**
 * The leases of waived work whose usage is on its way. They count against a bound, which
 * is theirs, until they come to an end by whichever way: where a write took too long,
 * usage may be sent from the store as well as from memory, and what is stored may be sent
 * by another instance.
 */
final class Waived {

	/**
	 * Databases round times.
	 */
	private static final long ROUNDING_MILLIS = 1;

	private final Map<String, Entry> entries = new ConcurrentHashMap<>();

	/**
	 * Count a lease, if it was waived.
	 * @param charge the charge of its work
	 */
	void add(Charge charge) {
		if (charge.lease().admission() == Admission.WAIVED) {
			this.entries.put(charge.lease().id(), new Entry(charge.lease(), charge.endedAt()));
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
	 * Finish those that are not in the store any more: what is older than the oldest of
	 * the backlog is charged or dead, whoever sent it.
	 * @param backlog the backlog, seen after the last one that was told
	 */
	void finishAllBut(Backlog backlog) {
		this.entries.forEach((id, entry) -> {
			if (entry.storedBefore && !entry.mayBeIn(backlog)) {
				finish(id);
			}
			// It may have been stored after this look.
			entry.storedBefore = entry.stored;
		});
	}

	/**
	 * A lease.
	 */
	private static final class Entry {

		private final Lease lease;

		private final Instant endedAt;

		private volatile boolean stored;

		private volatile boolean storedBefore;

		private Entry(Lease lease, Instant endedAt) {
			this.lease = lease;
			this.endedAt = endedAt;
		}

		private boolean mayBeIn(Backlog backlog) {
			Instant oldest = backlog.oldestEndedAt();
			return backlog.pending() > 0
					&& (oldest == null || !this.endedAt.plusMillis(ROUNDING_MILLIS).isBefore(oldest));
		}

	}

}
