package ai.vluna.spring.gate.idempotency;

import java.time.Duration;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * A caller's key that is held for a running operation. To be ended once, whatever the
 * memory answers: an end that is not remembered must not change the result of the work,
 * and the key stays refused meanwhile. For internal use: it may change without notice.
 *
 * @param memory the memory that holds the key
 * @param key the key in that memory
 * @param base the base key of the operation
 * @since 0.1.0
 */
public record ClaimedKey(KeyMemory memory, String key, String base) {

	private static final Log logger = LogFactory.getLog(ClaimedKey.class);

	/**
	 * How long a caller waits for the memory. Later is not too late.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(2);

	/**
	 * Say that the operation is done.
	 * @return completes when that is remembered, or takes too long; never fails
	 */
	public Mono<Void> done() {
		return remembered(() -> this.memory.done(this.key, this.base));
	}

	/**
	 * Say that the operation failed and nothing is charged.
	 * @return completes when that is remembered, or takes too long; never fails
	 */
	public Mono<Void> failed() {
		return remembered(() -> this.memory.failed(this.key, this.base));
	}

	private static Mono<Void> remembered(Supplier<Mono<Void>> end) {
		return Mono.fromFuture(() -> Mono.defer(end).toFuture(), true)
			.timeout(PATIENCE)
			.onErrorResume(ClaimedKey::notRemembered);
	}

	private static Mono<Void> notRemembered(Throwable failure) {
		logger.warn(
				"The end of an operation under a caller's key was not remembered in time, the key stays refused until it is",
				failure);
		return Mono.empty();
	}

}
