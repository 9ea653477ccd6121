package ai.vluna.spring.delivery.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.denial.ConflictReason;
import ai.vluna.spring.gate.idempotency.KeyClaim;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of callers in the file. Each lies in one map under its name, and its name in
 * another, sorted by state and by the time of the last change.
 */
final class KeyMaps {

	private static final byte[] NOTHING = {};

	private final MVMap<String, byte[]> keys;

	private final MVMap<String, byte[]> changes;

	KeyMaps(StoreFile file) {
		this.keys = file.map("keys");
		this.changes = file.map("key-changes");
	}

	/**
	 * Claim a key.
	 * @param key the key
	 * @param fingerprint tells the arguments apart from others
	 * @param base the base key, unless the key has one
	 * @param held whether somebody works under the key
	 * @param now the time
	 * @return what came of the claim
	 */
	KeyClaim claim(String key, String fingerprint, String base, boolean held, Instant now) {
		Known known = find(key);
		if (known == null) {
			put(key, new Known(State.RUNNING, now.toEpochMilli(), fingerprint, base));
			return new KeyClaim.Granted(base);
		}
		if (!known.fingerprint().equals(fingerprint)) {
			return new KeyClaim.Refused(ConflictReason.OTHER_ARGUMENTS);
		}
		if (known.state() == State.DONE) {
			return new KeyClaim.Refused(ConflictReason.DONE);
		}
		if (known.state() == State.RUNNING && held) {
			return new KeyClaim.Refused(ConflictReason.RUNNING);
		}
		change(key, known, State.RUNNING, now);
		return new KeyClaim.Granted(known.base());
	}

	/**
	 * Remember how the operation under a running key ended.
	 * @param key the key
	 * @param base the base that was granted
	 * @param state how it ended
	 * @param now the time
	 * @return whether it ran
	 */
	boolean end(String key, String base, State state, Instant now) {
		Known known = find(key);
		if (known == null || known.state() != State.RUNNING || !known.base().equals(base)) {
			return false;
		}
		change(key, known, state, now);
		return true;
	}

	/**
	 * Take all running keys for failed: their process is gone.
	 * @param now the time
	 */
	void giveUpRunning(Instant now) {
		for (String key : first(State.RUNNING, Integer.MAX_VALUE)) {
			Known known = find(key);
			if (known != null) {
				change(key, known, State.FAILED, now);
			}
		}
	}

	/**
	 * Forget keys whose operations ended long ago.
	 * @param state how they ended
	 * @param before when they ended at the latest
	 * @param atMost how many to forget at most
	 */
	void forget(State state, Instant before, int atMost) {
		for (String key : first(state, atMost)) {
			Known known = find(key);
			if (known == null || known.changedAt() > before.toEpochMilli()) {
				return;
			}
			remove(key, known);
		}
	}

	/**
	 * Forget a key whose operation ended long ago.
	 * @param key the key
	 * @param before when it ended at the latest
	 */
	void forget(String key, Instant before) {
		Known known = find(key);
		if (known != null && known.state() != State.RUNNING && known.changedAt() <= before.toEpochMilli()) {
			remove(key, known);
		}
	}

	/**
	 * Forget the keys that ended first, where there are too many.
	 * @param state how they ended
	 * @param max the largest number to keep
	 * @return whether there were too many
	 */
	boolean limit(State state, int max) {
		long excess = count(state) - max;
		for (String key : first(state, (int) Math.max(0, excess))) {
			Known known = find(key);
			if (known != null) {
				remove(key, known);
			}
		}
		return excess > 0;
	}

	private long count(State state) {
		return position(state.end()) - position(state.start());
	}

	private long position(String name) {
		long index = this.changes.getKeyIndex(name);
		return (index >= 0) ? index : -index - 1;
	}

	private List<String> first(State state, int atMost) {
		List<String> names = new ArrayList<>();
		String name = this.changes.ceilingKey(state.start());
		while (name != null && name.compareTo(state.end()) < 0 && names.size() < atMost) {
			names.add(Place.withoutTime(name));
			name = this.changes.higherKey(name);
		}
		return names;
	}

	private @Nullable Known find(String key) {
		byte[] value = this.keys.get(key);
		return (value != null) ? Known.read(value) : null;
	}

	private void change(String key, Known known, State state, Instant now) {
		this.changes.remove(known.placeOf(key));
		put(key, new Known(state, now.toEpochMilli(), known.fingerprint(), known.base()));
	}

	private void put(String key, Known known) {
		this.keys.put(key, known.write());
		this.changes.put(known.placeOf(key), NOTHING);
	}

	private void remove(String key, Known known) {
		this.changes.remove(known.placeOf(key));
		this.keys.remove(key);
	}

	/**
	 * What became of the operation under a key. The order and the names lie in files.
	 */
	enum State {

		RUNNING, DONE, FAILED;

		private String start() {
			return Integer.toString(ordinal());
		}

		private String end() {
			return Integer.toString(ordinal() + 1);
		}

	}

	/**
	 * What is known of a key.
	 *
	 * @param state what became of the operation
	 * @param changedAt since when, in milliseconds since 1970
	 * @param fingerprint tells its arguments apart from others
	 * @param base its base key
	 */
	private record Known(State state, long changedAt, String fingerprint, String base) {

		static Known read(byte[] value) {
			ByteBuffer buffer = ByteBuffer.wrap(value);
			State state = State.values()[buffer.get()];
			long changedAt = buffer.getLong();
			byte[] fingerprint = new byte[buffer.getInt()];
			buffer.get(fingerprint);
			byte[] base = new byte[buffer.remaining()];
			buffer.get(base);
			return new Known(state, changedAt, new String(fingerprint, StandardCharsets.UTF_8),
					new String(base, StandardCharsets.UTF_8));
		}

		byte[] write() {
			byte[] fingerprint = this.fingerprint.getBytes(StandardCharsets.UTF_8);
			byte[] base = this.base.getBytes(StandardCharsets.UTF_8);
			return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + fingerprint.length + base.length)
				.put((byte) this.state.ordinal())
				.putLong(this.changedAt)
				.putInt(fingerprint.length)
				.put(fingerprint)
				.put(base)
				.array();
		}

		String placeOf(String key) {
			return this.state.start() + Place.byTime(this.changedAt, key);
		}

	}

}
