package ai.vluna.spring.gate.idempotency;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * A caller's key that is held for a running operation. To be ended once, whatever the
 * memory answers: an end that is not remembered must not change the result of the work,
 * and the key stays refused meanwhile. That an operation is done is said again until it
 * is remembered, for about an hour; there are never more of these than claims that the
 * memory remembered. For internal use: it may change without notice.
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

	private static final Duration BEFORE_REPETITION = Duration.ofSeconds(1);

	private static final Retry REPETITION = Retry.backoff(250, BEFORE_REPETITION).maxBackoff(Duration.ofSeconds(15));

	/**
	 * Say that the operation is done.
	 * @return completes when that is remembered, or takes too long; never fails
	 */
	public Mono<Void> done() {
		Mono<Void> done = Mono.defer(() -> this.memory.done(this.key, this.base));
		return remembered(done.doOnError((ex) -> repeat(done)));
	}

	private static void repeat(Mono<Void> done) {
		done.retryWhen(REPETITION).delaySubscription(BEFORE_REPETITION).toFuture();
	}

	/**
	 * Say that the operation failed and nothing is charged.
	 * @return completes when that is remembered, or takes too long; never fails
	 */
	public Mono<Void> failed() {
		// Not said again, since a later attempt under the same base may be running by
		// then.
		return remembered(Mono.defer(() -> this.memory.failed(this.key, this.base)));
	}

	private static Mono<Void> remembered(Mono<Void> end) {
		return Mono.fromFuture(end::toFuture, true).timeout(PATIENCE).onErrorResume(ClaimedKey::notRemembered);
	}

	private static Mono<Void> notRemembered(Throwable failure) {
		logger.warn(
				"The end of an operation under a caller's key was not remembered in time, the key stays refused until it is",
				failure);
		return Mono.empty();
	}

}
