package ai.vluna.spring.client.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import ai.vluna.spring.client.VlunaUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Decides whether and when a call is sent again: only what was not answered, a bounded
 * number of times, within the time that the whole call has.
 */
final class Attempts {

	private static final Log logger = LogFactory.getLog(Attempts.class);

	private final RetrySettings retry;

	private final Duration responseTimeout;

	private final Duration callTimeout;

	Attempts(VlunaClientSettings settings) {
		this.retry = settings.retry();
		this.responseTimeout = settings.responseTimeout();
		this.callTimeout = settings.callTimeout();
	}

	/**
	 * Make a single attempt.
	 * @param <T> the type of the answer
	 * @param attempt starts an attempt that takes no longer than it is told to
	 * @return the answer, or the error of the attempt
	 */
	<T> Mono<T> once(Function<Duration, Mono<T>> attempt) {
		return Mono.defer(() -> attempt.apply(min(this.responseTimeout, this.callTimeout)));
	}

	/**
	 * Repeat an attempt until it is answered.
	 * @param <T> the type of the answer
	 * @param attempt starts an attempt that takes no longer than it is told to
	 * @return the answer, or the error of the last attempt
	 */
	<T> Mono<T> run(Function<Duration, Mono<T>> attempt) {
		return Mono.defer(() -> run(attempt, 1, now() + this.callTimeout.toMillis()));
	}

	private <T> Mono<T> run(Function<Duration, Mono<T>> attempt, int number, long deadline) {
		Duration remaining = Duration.ofMillis(Math.max(1, deadline - now()));
		return attempt.apply(min(this.responseTimeout, remaining))
			.onErrorResume(VlunaUnavailableException.class, (failure) -> again(attempt, number, deadline, failure));
	}

	private <T> Mono<T> again(Function<Duration, Mono<T>> attempt, int number, long deadline,
			VlunaUnavailableException failure) {
		Duration wait = backoff(number);
		if (number >= this.retry.maxAttempts() || now() + wait.toMillis() >= deadline) {
			return Mono.error(failure);
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Attempt %d of %d failed, next one in %d ms: %s".formatted(number, this.retry.maxAttempts(),
					wait.toMillis(), failure.getMessage()));
		}
		return Mono.delay(wait).then(Mono.defer(() -> run(attempt, number + 1, deadline)));
	}

	// Half of the wait is random, so that callers who failed together do not return
	// together.
	private Duration backoff(int number) {
		Duration longest = this.retry.minBackoff();
		for (int i = 1; i < number && longest.compareTo(this.retry.maxBackoff()) < 0; i++) {
			longest = longest.multipliedBy(2);
		}
		long nanos = min(longest, this.retry.maxBackoff()).toNanos();
		return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
	}

	// The scheduler's time, which is also what measures the waits.
	private static long now() {
		return Schedulers.parallel().now(TimeUnit.MILLISECONDS);
	}

	private static Duration min(Duration first, Duration second) {
		return (first.compareTo(second) <= 0) ? first : second;
	}

}
