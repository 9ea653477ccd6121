package ai.vluna.spring.delivery;

import java.time.Duration;

import ai.vluna.spring.delivery.store.Backoff;

import org.springframework.util.Assert;

/**
 * How charges are delivered without a store.
 *
 * @param timeout the longest time for which a caller waits for the confirmation of a
 * charge
 * @param maxPending the largest number of unconfirmed charges that are kept in memory
 * @param retryFor how long an unconfirmed charge is sent again before it is given up
 * @param minBackoff the wait before the first repetition, doubled for each further one
 * @param maxBackoff the longest wait between two repetitions
 * @since 0.1.0
 */
public record DirectSettings(Duration timeout, int maxPending, Duration retryFor, Duration minBackoff,
		Duration maxBackoff) {

	/**
	 * Longer than any process lives, and short enough to be added to a time.
	 */
	private static final Duration FOREVER = Duration.ofDays(36_500);

	/**
	 * Create settings.
	 * @param timeout the longest wait of a caller
	 * @param maxPending the bound in number
	 * @param retryFor the bound in time
	 * @param minBackoff the first wait
	 * @param maxBackoff the longest wait
	 */
	public DirectSettings {
		Assert.isTrue(timeout.toMillis() > 0, "'timeout' must be positive");
		Assert.isTrue(maxPending >= 0, "'maxPending' must not be negative");
		Assert.isTrue(minBackoff.toMillis() > 0, "'minBackoff' must be positive");
		Assert.isTrue(maxBackoff.compareTo(minBackoff) >= 0, "'maxBackoff' must not be less than 'minBackoff'");
	}

	/**
	 * Return how long to wait before something is tried again.
	 * @return the backoff
	 */
	Backoff backoff() {
		return new Backoff(this.minBackoff, this.maxBackoff);
	}

	/**
	 * Return the same settings for charges that are not given up, however many there are
	 * and however long it takes.
	 * @return settings without bounds
	 */
	DirectSettings unbounded() {
		return new DirectSettings(this.timeout, Integer.MAX_VALUE, FOREVER, this.minBackoff, this.maxBackoff);
	}

}
