package ai.vluna.spring.delivery.file;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;

import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of pending settlements, each in one of three maps: <em>ready</em> to be sent,
 * sorted by customer and user, <em>waiting</em> until it is due, sorted by that time, or
 * <em>set aside</em> since this version cannot read it. A few <em>fresh</em> ones are in
 * memory only, as callers would wait for their places otherwise. One that cannot be sent
 * at once waits, although it is due: so it lies beside those that were written with it,
 * and not on as many pages as there are users.
 */
final class Places {

	private static final byte[] NOTHING = {};

	private static final int MAX_FRESH = 512;

	private final MVMap<String, byte[]> ready;

	private final MVMap<String, byte[]> waiting;

	private final MVMap<String, byte[]> aside;

	private final Queue<String> fresh = new ArrayDeque<>();

	Places(StoreFile file) {
		this.ready = file.map("ready");
		this.waiting = file.map("waiting");
		this.aside = file.map("aside");
		// Another version may have set them aside.
		new ArrayList<>(this.aside.keyList()).forEach((name) -> move(name, this.aside, this.ready));
	}

	/**
	 * Return how many have a place in the file where they may be sent from.
	 * @return the number of those that are ready or wait
	 */
	long size() {
		return this.ready.sizeAsLong() + this.waiting.sizeAsLong();
	}

	/**
	 * Return whether there is nothing to send, now or later.
	 * @return whether nothing is ready, nothing waits and nothing is fresh
	 */
	boolean isEmpty() {
		return this.ready.isEmpty() && this.waiting.isEmpty() && this.fresh.isEmpty();
	}

	boolean hasFresh() {
		return !this.fresh.isEmpty();
	}

	boolean has(String byUser, Instant due) {
		return isReady(byUser) || this.waiting.containsKey(byTime(byUser, due));
	}

	boolean isReady(String byUser) {
		return this.ready.containsKey(byUser);
	}

	MVMap<String, byte[]> ready() {
		return this.ready;
	}

	/**
	 * Add one that gets its place later.
	 * @param byUser its name
	 * @param due when it is due
	 */
	void addFresh(String byUser, Instant due) {
		this.fresh.add(byTime(byUser, due));
		if (this.fresh.size() > MAX_FRESH) {
			placeFresh();
		}
	}

	void addWaiting(String byUser, Instant due) {
		this.waiting.put(byTime(byUser, due), NOTHING);
	}

	/**
	 * Give fresh ones their places among those that wait.
	 */
	void placeFresh() {
		this.fresh.forEach((place) -> this.waiting.put(place, NOTHING));
		this.fresh.clear();
	}

	/**
	 * Let those that waited long enough, and fresh ones, be ready.
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
		if (hasFresh()) {
			return now;
		}
		return (first != null) ? timeOf(first) : null;
	}

	void delay(String byUser, Instant until) {
		remove(byUser);
		addWaiting(byUser, until);
	}

	void remove(String byUser) {
		this.ready.remove(byUser);
	}

	void setAside(String byUser) {
		move(byUser, this.ready, this.aside);
	}

	/**
	 * Return how many are set aside.
	 * @return their number
	 */
	long aside() {
		return this.aside.sizeAsLong();
	}

	private static String byTime(String byUser, Instant due) {
		return Place.byTime(due.toEpochMilli(), byUser);
	}

	private static Instant timeOf(String byTime) {
		return Instant.ofEpochMilli(Long.parseLong(byTime, 0, byTime.indexOf(Place.END), 16));
	}

	private static void move(String name, MVMap<String, byte[]> from, MVMap<String, byte[]> to) {
		from.remove(name);
		to.put(name, NOTHING);
	}

}
