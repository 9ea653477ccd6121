package ai.vluna.spring.delivery.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How long to wait before something is sent again: twice as long each time, up to a
 * bound. Half of the wait is random, so that what failed together does not return
 * together.
 *
 * @param min the wait after the first attempt
 * @param max the longest wait
 * @since 0.1.0
 */
public record Backoff(Duration min, Duration max) {

	private static final int MAX_DOUBLINGS = 32;

	/**
	 * Create a backoff.
	 * @param min the wait after the first attempt
	 * @param max the longest wait
	 */
	public Backoff {
		Assert.isTrue(min.toMillis() > 0, "'min' must be at least a millisecond");
		Assert.isTrue(max.compareTo(min) >= 0, "'max' must not be less than 'min'");
	}

	/**
	 * Return a wait.
	 * @param attempts how many attempts were made, at least one
	 * @param atLeast the shortest wait that will do, or {@code null} for none
	 * @return the wait, at least half a millisecond
	 */
	public Duration after(int attempts, @Nullable Duration atLeast) {
		double longest = Math.min(this.max.toMillis(),
				this.min.toMillis() * Math.pow(2, Math.min(attempts - 1, MAX_DOUBLINGS)));
		double share = 0.5 + ThreadLocalRandom.current().nextDouble() / 2;
		Duration wait = Duration.ofNanos((long) (longest * share * 1_000_000));
		return (atLeast == null || wait.compareTo(atLeast) >= 0) ? wait : atLeast;
	}

}
