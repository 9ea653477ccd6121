package ai.vluna.spring.delivery.file;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import ai.vluna.spring.delivery.file.KeyMaps.State;
import ai.vluna.spring.gate.idempotency.KeyClaim;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.Assert;

/**
 * Remembers keys in the file of the settlements, so that they survive the process like
 * those. Bounded: where there are too many keys, those that ended first are forgotten
 * before their time, failed ones apart from the done ones.
 */
final class FileKeyMemory implements KeyMemory {

	private static final Log logger = LogFactory.getLog(FileKeyMemory.class);

	private static final int MAX_FORGOTTEN = 100;

	private final StoreLoop loop;

	private final Clock clock;

	private final Duration retention;

	private final int maxKeys;

	private final Scheduler callbacks;

	/**
	 * Key -> the claim by which work in this process holds it. Another key that runs was
	 * granted to nobody, as its claim failed after it was stored.
	 */
	private final ConcurrentMap<String, Object> held = new ConcurrentHashMap<>();

	/**
	 * Used on the thread of the file only.
	 */
	private boolean overflowed;

	FileKeyMemory(StoreLoop loop, Clock clock, Duration retention, int maxKeys, Scheduler callbacks) {
		Assert.isTrue(retention.toMillis() > 0, "'retention' must be positive");
		Assert.isTrue(maxKeys > 0, "'maxKeys' must be positive");
		this.loop = loop;
		this.clock = clock;
		this.retention = retention;
		this.maxKeys = maxKeys;
		this.callbacks = callbacks;
		StoreLoop.get(loop.durably((file) -> {
			file.keys().giveUpRunning(clock.instant());
			return true;
		}));
	}

	@Override
	public Mono<KeyClaim> claim(String key, String fingerprint, String base) {
		return Mono.defer(() -> {
			Object holder = new Object();
			return durably((keys) -> {
				Instant now = this.clock.instant();
				Instant before = now.minus(this.retention);
				keys.forget(State.DONE, before, MAX_FORGOTTEN);
				keys.forget(State.FAILED, before, MAX_FORGOTTEN);
				keys.forget(key, before);
				KeyClaim claim = keys.claim(key, fingerprint, base, this.held.containsKey(key), now);
				if (claim instanceof KeyClaim.Granted) {
					this.held.put(key, holder);
				}
				return claim;
			}).doOnError((ex) -> this.held.remove(key, holder));
		});
	}

	@Override
	public Mono<Void> done(String key, String base) {
		// Held until that is stored: what may be done must not be given up.
		return end(key, base, State.DONE).doOnNext((ended) -> letGo(key, ended)).then();
	}

	@Override
	public Mono<Void> failed(String key, String base) {
		return Mono.defer(() -> {
			Object holder = this.held.get(key);
			// Running and held by nobody it is tried again as well.
			return end(key, base, State.FAILED).doOnError((ex) -> giveUp(key, holder));
		}).then();
	}

	private void giveUp(String key, @Nullable Object holder) {
		if (holder != null) {
			this.held.remove(key, holder);
		}
	}

	private void letGo(String key, boolean ended) {
		if (ended) {
			this.held.remove(key);
		}
	}

	private Mono<Boolean> end(String key, String base, State state) {
		return durably((keys) -> {
			boolean ended = keys.end(key, base, state, this.clock.instant());
			if (state == State.FAILED) {
				letGo(key, ended);
			}
			if (keys.limit(state, this.maxKeys) && state == State.DONE && !this.overflowed) {
				this.overflowed = true;
				logger.warn(("More than %d keys of callers would have to be remembered: the oldest are forgotten "
						+ "before %s are over, and repeated requests under them are charged again")
					.formatted(this.maxKeys, this.retention));
			}
			return ended;
		});
	}

	private <T> Mono<T> durably(Function<KeyMaps, T> work) {
		// Whatever is done with the result, it is not done on the thread of the file.
		return Mono.fromFuture(() -> this.loop.durably((file) -> work.apply(file.keys())), true)
			.publishOn(this.callbacks);
	}

}
