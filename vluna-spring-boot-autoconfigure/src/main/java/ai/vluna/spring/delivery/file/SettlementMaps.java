package ai.vluna.spring.delivery.file;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

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
 * in one of three others: <em>ready</em> to be sent, sorted by customer and user,
 * <em>waiting</em> until it is due, sorted by that time, or <em>set aside</em> since this
 * version cannot read it. So nothing is ever searched, and nothing of the backlog is kept
 * in memory but the names of a few <em>fresh</em> ones, which callers would wait for
 * otherwise: they get their places a little later, and are found by their number when the
 * file is opened before that. A fresh one that cannot be sent at once waits, although it
 * is due: so its name lies beside those that were written with it, and not on as many
 * pages as there are users.
 */
final class SettlementMaps {

	private static final byte[] NOTHING = {};

	private static final int MAX_FRESH = 512;

	private final MVMap<String, byte[]> pending;

	private final MVMap<String, byte[]> ready;

	private final MVMap<String, byte[]> waiting;

	private final MVMap<String, byte[]> aside;

	private final MVMap<String, byte[]> dead;

	private final Queue<String> fresh = new ArrayDeque<>();

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
		this.ready = file.map("ready");
		this.waiting = file.map("waiting");
		this.aside = file.map("aside");
		this.dead = file.map("dead");
		// Another version may have set them aside.
		new ArrayList<>(this.aside.keyList()).forEach((name) -> move(name, this.aside, this.ready));
		placeFound();
		placeFresh();
	}

	private void placeFound() {
		long missing = this.pending.sizeAsLong() - this.ready.sizeAsLong() - this.waiting.sizeAsLong();
		for (String name = this.pending.lastKey(); name != null && missing > 0; name = this.pending.lowerKey(name)) {
			QueuedSettlement found = read(name);
			if (found != null && !isReady(found.settlement())) {
				String place = placeOf(found.settlement(), found.nextAttemptAt());
				if (!this.waiting.containsKey(place)) {
					this.fresh.add(place);
					missing--;
				}
			}
		}
		this.unplaced = Math.max(0, missing);
	}

	/**
	 * Give fresh ones their places among those that wait.
	 */
	void placeFresh() {
		this.fresh.forEach((place) -> this.waiting.put(place, NOTHING));
		this.fresh.clear();
	}

	private static String placeOf(PendingSettlement settlement, Instant due) {
		return Place.byTime(due.toEpochMilli(), Place.byUser(settlement));
	}

	/**
	 * Add settlements whose ids are not known.
	 * @param pending settlements to send, and their bytes
	 * @param dead settlements for an operator, and their bytes
	 * @param now the time
	 */
	void write(Map<PendingSettlement, byte[]> pending, Map<DeadSettlement, byte[]> dead, Instant now) {
		pending.forEach((settlement, bytes) -> {
			if (!this.dead.containsKey(settlement.id())) {
				add(settlement, bytes, now);
			}
		});
		dead.forEach((settlement, bytes) -> {
			if (!this.pending.containsKey(Place.byAge(settlement.settlement()))) {
				this.dead.putIfAbsent(settlement.settlement().id(), bytes);
			}
		});
	}

	private void add(PendingSettlement settlement, byte[] bytes, Instant now) {
		byte[] value = new Filed(0, now.toEpochMilli(), bytes).write();
		String name = Place.byAge(settlement);
		if (this.fresh.isEmpty()) {
			this.placed = Objects.requireNonNullElse(this.pending.lastKey(), "");
		}
		if (this.pending.putIfAbsent(name, value) != null) {
			return;
		}
		if (name.compareTo(this.placed) > 0) {
			this.fresh.add(placeOf(settlement, now));
		}
		else {
			this.waiting.put(placeOf(settlement, now), NOTHING);
		}
		if (this.fresh.size() > MAX_FRESH) {
			placeFresh();
		}
	}

	/**
	 * Return whether there is nothing to send, now or later.
	 * @return whether nothing is ready, nothing waits and nothing is fresh
	 */
	boolean isIdle() {
		return this.ready.isEmpty() && this.waiting.isEmpty() && this.fresh.isEmpty();
	}

	MVMap<String, byte[]> ready() {
		return this.ready;
	}

	boolean isReady(PendingSettlement settlement) {
		return this.ready.containsKey(Place.byUser(settlement));
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
			move(name, this.ready, this.aside);
		}
		return settlement;
	}

	/**
	 * Forget a settlement that was ready.
	 * @param settlement the settlement
	 */
	void remove(PendingSettlement settlement) {
		this.ready.remove(Place.byUser(settlement));
		this.pending.remove(Place.byAge(settlement));
	}

	/**
	 * Have a settlement that was ready wait.
	 * @param settlement the settlement
	 * @param attempts how often it was sent
	 * @param until when it is ready again
	 */
	void delay(PendingSettlement settlement, int attempts, Instant until) {
		String name = Place.byUser(settlement);
		this.pending.put(Place.byAge(settlement),
				new Filed(attempts, until.toEpochMilli(), SettlementFormat.write(settlement)).write());
		this.ready.remove(name);
		this.waiting.put(Place.byTime(until.toEpochMilli(), name), NOTHING);
	}

	/**
	 * Let settlements that waited long enough, and fresh ones, be ready.
	 * @param now the time
	 * @param atMost how many at most
	 * @return the time at which there is more to do, or {@code null} if nothing waits
	 */
	@Nullable Instant wake(Instant now, int atMost) {
		int woken = 0;
		String first = this.waiting.firstKey();
		for (; woken < atMost && first != null && !timeOf(first).isAfter(now); woken++) {
			this.waiting.remove(first);
			this.ready.put(Place.withoutTime(first), NOTHING);
			first = this.waiting.firstKey();
		}
		for (; woken < atMost && !this.fresh.isEmpty(); woken++) {
			this.ready.put(Place.withoutTime(this.fresh.remove()), NOTHING);
		}
		if (!this.fresh.isEmpty()) {
			return now;
		}
		return (first != null) ? timeOf(first) : null;
	}

	private static Instant timeOf(String byTime) {
		return Instant.ofEpochMilli(Long.parseLong(byTime, 0, byTime.indexOf(Place.END), 16));
	}

	/**
	 * Put another form in the place of a settlement that was ready.
	 * @param before the settlement
	 * @param instead its other form
	 * @param now the time
	 */
	void replace(PendingSettlement before, PendingSettlement instead, Instant now) {
		byte[] bytes = SettlementFormat.write(instead);
		remove(before);
		add(instead, bytes, now);
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
		byte[] bytes = SettlementFormat.write(settlement);
		boolean known = this.dead.remove(settlement.id()) != null;
		if (known) {
			add(settlement, bytes, now);
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
		return this.aside.sizeAsLong() + this.unplaced;
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

	private static void move(String name, MVMap<String, byte[]> from, MVMap<String, byte[]> to) {
		from.remove(name);
		to.put(name, NOTHING);
	}

}
