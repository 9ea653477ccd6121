package ai.vluna.spring.delivery.file;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.UnreadableSettlementException;
import ai.vluna.spring.delivery.store.UnreadableSettlements;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The settlements in the file. A pending one lies in one map, sorted by age, and its name
 * where {@link Places} has it. So nothing is ever searched, and nothing of the backlog is
 * kept in memory but the names of a few fresh ones, which are found by their number when
 * the file is opened before they have places.
 */
final class SettlementMaps {

	private final MVMap<String, byte[]> pending;

	private final Places places;

	private final MVMap<String, byte[]> dead;

	private final Journal journal;

	/**
	 * The name of a pending one before which no fresh one lies, so that they are found
	 * soon.
	 */
	private String placed = "";

	/**
	 * How many have no place since this version cannot read whose they are.
	 */
	private long unplaced;

	private final UnreadableSettlements unreadable = new UnreadableSettlements();

	SettlementMaps(StoreFile file) {
		this.pending = file.map("pending");
		this.places = new Places(file);
		this.dead = file.map("dead");
		this.journal = file.journal();
		this.journal.found().forEach(this::restore);
		placeFound();
	}

	// What write() did with it.
	private void restore(Journal.Entry entry) {
		String id = Place.idOf(entry.byAge());
		if (!entry.dead() && !this.dead.containsKey(id)) {
			if (this.pending.putIfAbsent(entry.byAge(), entry.value()) == null) {
				place(entry.byAge());
			}
		}
		else if (entry.dead() && !this.pending.containsKey(entry.byAge())) {
			this.dead.putIfAbsent(id, entry.value());
		}
	}

	// At once, as it may be one of the oldest, before which a whole backlog would be
	// searched.
	private void place(String byAge) {
		QueuedSettlement settlement = read(byAge);
		if (settlement != null) {
			this.places.addWaiting(Place.byUser(settlement.settlement()), settlement.nextAttemptAt());
		}
	}

	private void placeFound() {
		long missing = this.pending.sizeAsLong() - this.places.size();
		for (String name = this.pending.lastKey(); name != null && missing > 0; name = this.pending.lowerKey(name)) {
			QueuedSettlement found = read(name);
			if (found != null) {
				String byUser = Place.byUser(found.settlement());
				if (!this.places.has(byUser, found.nextAttemptAt())) {
					this.places.addWaiting(byUser, found.nextAttemptAt());
					missing--;
				}
			}
		}
		this.unplaced = Math.max(0, missing);
	}

	/**
	 * Give fresh settlements their places, so that they need not be found.
	 */
	void placeFresh() {
		this.places.placeFresh();
	}

	/**
	 * Add settlements whose ids are not known.
	 * @param pending settlements to send, and their bytes
	 * @param dead settlements for an operator, and their bytes
	 * @param now the time
	 */
	void write(Map<PendingSettlement, byte[]> pending, Map<DeadSettlement, byte[]> dead, Instant now) {
		pending.forEach((settlement, bytes) -> {
			byte[] value = fresh(bytes, now);
			// Known or not: what is known may not be committed.
			this.journal.add(new Journal.Entry(false, Place.byAge(settlement), value));
			if (!this.dead.containsKey(settlement.id())) {
				add(settlement, value, now);
			}
		});
		dead.forEach((settlement, bytes) -> {
			String byAge = Place.byAge(settlement.settlement());
			this.journal.add(new Journal.Entry(true, byAge, bytes));
			if (!this.pending.containsKey(byAge)) {
				this.dead.putIfAbsent(settlement.settlement().id(), bytes);
			}
		});
	}

	private static byte[] fresh(byte[] bytes, Instant now) {
		return new Filed(0, now.toEpochMilli(), bytes).write();
	}

	private void add(PendingSettlement settlement, byte[] value, Instant now) {
		String name = Place.byAge(settlement);
		if (!this.places.hasFresh()) {
			this.placed = Objects.requireNonNullElse(this.pending.lastKey(), "");
		}
		if (this.pending.putIfAbsent(name, value) != null) {
			return;
		}
		if (name.compareTo(this.placed) > 0) {
			this.places.addFresh(Place.byUser(settlement), now);
		}
		else {
			this.places.addWaiting(Place.byUser(settlement), now);
		}
	}

	/**
	 * Return whether there is nothing to send, now or later.
	 * @return whether nothing is ready, nothing waits and nothing is fresh
	 */
	boolean isIdle() {
		return this.places.isEmpty();
	}

	MVMap<String, byte[]> ready() {
		return this.places.ready();
	}

	boolean isReady(PendingSettlement settlement) {
		return this.places.isReady(Place.byUser(settlement));
	}

	/**
	 * Read a settlement that is ready.
	 * @param name its name among the ready ones
	 * @return the settlement, or {@code null} if this version cannot read it, which is
	 * set aside then
	 */
	@Nullable QueuedSettlement readReady(String name) {
		QueuedSettlement settlement = read(Place.ageOf(name));
		if (settlement == null) {
			this.places.setAside(name);
		}
		return settlement;
	}

	/**
	 * Forget a settlement that was ready.
	 * @param settlement the settlement
	 */
	void remove(PendingSettlement settlement) {
		this.places.remove(Place.byUser(settlement));
		this.pending.remove(Place.byAge(settlement));
	}

	/**
	 * Have a settlement that was ready wait.
	 * @param settlement the settlement
	 * @param attempts how often it was sent
	 * @param until when it is ready again
	 */
	void delay(PendingSettlement settlement, int attempts, Instant until) {
		this.pending.put(Place.byAge(settlement),
				new Filed(attempts, until.toEpochMilli(), SettlementFormat.write(settlement)).write());
		this.places.delay(Place.byUser(settlement), until);
	}

	/**
	 * Let settlements that waited long enough, and fresh ones, be ready.
	 * @param now the time
	 * @param atMost how many at most
	 * @return the time at which there is more to do, or {@code null} if nothing waits
	 */
	@Nullable Instant wake(Instant now, int atMost) {
		return this.places.wake(now, atMost);
	}

	/**
	 * Put another form in the place of a settlement that was ready.
	 * @param before the settlement
	 * @param instead its other form
	 * @param now the time
	 */
	void replace(PendingSettlement before, PendingSettlement instead, Instant now) {
		byte[] value = fresh(SettlementFormat.write(instead), now);
		remove(before);
		add(instead, value, now);
	}

	/**
	 * Keep a settlement that was ready for an operator.
	 * @param before the settlement
	 * @param settlement the settlement and why
	 */
	void bury(PendingSettlement before, DeadSettlement settlement) {
		byte[] bytes = SettlementFormat.write(settlement);
		remove(before);
		this.dead.put(settlement.settlement().id(), bytes);
	}

	boolean revive(PendingSettlement settlement, Instant now) {
		byte[] value = fresh(SettlementFormat.write(settlement), now);
		boolean known = this.dead.remove(settlement.id()) != null;
		if (known) {
			add(settlement, value, now);
		}
		return known;
	}

	boolean drop(String id) {
		return this.dead.remove(id) != null;
	}

	Backlog backlog() {
		String oldest = this.pending.firstKey();
		return new Backlog(this.pending.sizeAsLong(), (oldest != null) ? endOf(oldest) : null, this.dead.sizeAsLong());
	}

	private static @Nullable Instant endOf(String byAge) {
		try {
			return Instant.parse(byAge.substring(0, byAge.indexOf(Place.END)));
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	List<QueuedSettlement> pending(int offset, int limit) {
		List<QueuedSettlement> settlements = new ArrayList<>();
		for (String name : page(this.pending, offset, limit)) {
			QueuedSettlement settlement = read(name);
			if (settlement != null) {
				settlements.add(settlement);
			}
		}
		return settlements;
	}

	List<DeadSettlement> dead(int offset, int limit) {
		List<DeadSettlement> settlements = new ArrayList<>();
		for (String id : page(this.dead, offset, limit)) {
			try {
				DeadSettlement settlement = findDead(id);
				if (settlement != null) {
					settlements.add(settlement);
				}
			}
			catch (UnreadableSettlementException ex) {
				this.unreadable.tell(id, ex);
			}
		}
		return settlements;
	}

	@Nullable DeadSettlement findDead(String id) {
		byte[] bytes = this.dead.get(id);
		return (bytes != null) ? SettlementFormat.readDead(bytes) : null;
	}

	/**
	 * Return how many pending settlements this version cannot read.
	 * @return the number of those that it came across
	 */
	long unreadable() {
		return this.places.aside() + this.unplaced;
	}

	private static List<String> page(MVMap<String, byte[]> map, int offset, int limit) {
		List<String> names = new ArrayList<>();
		if (offset >= map.sizeAsLong()) {
			return names;
		}
		String name = map.getKey(offset);
		while (name != null && names.size() < limit) {
			names.add(name);
			name = map.higherKey(name);
		}
		return names;
	}

	private @Nullable QueuedSettlement read(String byAge) {
		try {
			byte[] value = this.pending.get(byAge);
			if (value == null) {
				throw new IllegalStateException("The file names a settlement that it does not hold");
			}
			Filed filed = Filed.read(value);
			return new QueuedSettlement(SettlementFormat.readPending(filed.bytes()), filed.attempts(),
					Instant.ofEpochMilli(filed.nextAttemptAt()));
		}
		catch (UnreadableSettlementException ex) {
			this.unreadable.tell(Place.idOf(byAge), ex);
			return null;
		}
	}

}
