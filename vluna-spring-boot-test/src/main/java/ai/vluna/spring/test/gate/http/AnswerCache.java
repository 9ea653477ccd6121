package ai.vluna.spring.test.gate.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The memory of the server process: successful answers by method, path and key. It knows
 * no principal, user or realm, and dies with the process.
 */
final class AnswerCache {

	private static final Duration LIFETIME = Duration.ofHours(24);

	private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

	private final Clock clock;

	AnswerCache(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Finds what was answered to the same request.
	 * @param key where it was sent to under which key
	 * @param body its body
	 * @return the answer, or {@code null} if it is new
	 */
	@Nullable Answer find(Key key, JsonNode body) {
		Entry entry = this.entries.get(key);
		if (entry == null) {
			return null;
		}
		if (!this.clock.instant().isBefore(entry.forgottenAt())) {
			this.entries.remove(key, entry);
			return null;
		}
		if (!entry.body().equals(digest(body))) {
			throw Refusal.conflict("idempotency_conflict");
		}
		return entry.answer();
	}

	boolean knows(Key key) {
		return this.entries.containsKey(key);
	}

	void store(Key key, JsonNode body, Answer answer) {
		this.entries.put(key, new Entry(digest(body), answer, this.clock.instant().plus(LIFETIME)));
	}

	void clear() {
		this.entries.clear();
	}

	// Of the compact JSON in its own order: whitespace does not count, the order of names
	// and the kind of a number do.
	private static String digest(JsonNode body) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest(body.toString().getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * What tells requests apart.
	 *
	 * @param method the HTTP method
	 * @param path the path without its query, a trailing slash included
	 * @param idempotencyKey the idempotency key
	 */
	record Key(String method, String path, String idempotencyKey) {

	}

	private record Entry(String body, Answer answer, Instant forgottenAt) {

	}

}
