package ai.vluna.spring.gate.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.vluna.spring.denial.ConflictReason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Remembers keys in the memory of one process, and so for one instance only: another one,
 * or the same after a restart, takes them for new. Bounded: where there are too many
 * keys, those that ended first are forgotten before their time, failed ones apart from
 * the done ones. Running keys are kept in any case; they die with the process like their
 * work.
 *
 * @since 0.1.0
 */
public final class InMemoryKeyMemory implements KeyMemory {

	private static final Log logger = LogFactory.getLog(InMemoryKeyMemory.class);

	private final Clock clock;

	private final Duration retention;

	private final int maxKeys;

	private final Map<String, Attempt> running = new HashMap<>();

	/**
	 * In the order of their ends, as the next one.
	 */
	private final Map<String, Ended> done = new LinkedHashMap<>();

	private final Map<String, Ended> failed = new LinkedHashMap<>();

	private boolean overflowed;

	/**
	 * Create a memory.
	 * @param clock tells when operations end
	 * @param retention how long keys are remembered after the end of their operation
	 * @param maxKeys the largest number of done keys that are remembered, and of failed
	 * ones
	 */
	public InMemoryKeyMemory(Clock clock, Duration retention, int maxKeys) {
		Assert.isTrue(retention.toMillis() > 0, "'retention' must be positive");
		Assert.isTrue(maxKeys > 0, "'maxKeys' must be positive");
		this.clock = clock;
		this.retention = retention;
		this.maxKeys = maxKeys;
	}

	@Override
	public Mono<KeyClaim> claim(String key, String fingerprint, String base) {
		return Mono.fromSupplier(() -> tryClaim(key, new Attempt(fingerprint, base)));
	}

	@Override
	public Mono<Void> done(String key, String base) {
		return Mono.fromRunnable(() -> end(key, base, this.done));
	}

	@Override
	public Mono<Void> failed(String key, String base) {
		return Mono.fromRunnable(() -> end(key, base, this.failed));
	}

	private synchronized KeyClaim tryClaim(String key, Attempt attempt) {
		Instant now = this.clock.instant();
		forgetExpired(this.done, now);
		forgetExpired(this.failed, now);
		Attempt other = this.running.get(key);
		if (other != null) {
			return refused(other, attempt, ConflictReason.RUNNING);
		}
		Ended before = this.done.get(key);
		if (before != null) {
			return refused(before.attempt(), attempt, ConflictReason.DONE);
		}
		Ended earlier = this.failed.get(key);
		if (earlier != null && !earlier.attempt().hasFingerprintOf(attempt)) {
			return new KeyClaim.Refused(ConflictReason.OTHER_ARGUMENTS);
		}
		this.failed.remove(key);
		Attempt granted = (earlier != null) ? earlier.attempt() : attempt;
		this.running.put(key, granted);
		return new KeyClaim.Granted(granted.base());
	}

	private static KeyClaim refused(Attempt known, Attempt attempt, ConflictReason reason) {
		return new KeyClaim.Refused(known.hasFingerprintOf(attempt) ? reason : ConflictReason.OTHER_ARGUMENTS);
	}

	private synchronized void end(String key, String base, Map<String, Ended> ends) {
		Attempt attempt = this.running.get(key);
		if (attempt == null || !attempt.base().equals(base)) {
			return;
		}
		this.running.remove(key);
		ends.put(key, new Ended(attempt, this.clock.instant()));
		if (ends.size() > this.maxKeys) {
			forgetFirst(ends);
		}
	}

	private void forgetExpired(Map<String, Ended> ends, Instant now) {
		Iterator<Ended> oldestFirst = ends.values().iterator();
		while (oldestFirst.hasNext() && !oldestFirst.next().at().plus(this.retention).isAfter(now)) {
			oldestFirst.remove();
		}
	}

	private void forgetFirst(Map<String, Ended> ends) {
		Iterator<Ended> oldestFirst = ends.values().iterator();
		oldestFirst.next();
		oldestFirst.remove();
		if (ends == this.done && !this.overflowed) {
			this.overflowed = true;
			logger.warn(("More than %d keys of callers would have to be remembered: the oldest are forgotten before "
					+ "%s are over, and repeated requests under them are charged again")
				.formatted(this.maxKeys, this.retention));
		}
	}

	private record Attempt(String fingerprint, String base) {

		boolean hasFingerprintOf(Attempt other) {
			return this.fingerprint.equals(other.fingerprint);
		}

	}

	private record Ended(Attempt attempt, Instant at) {

	}

}
