package ai.vluna.spring.client.http;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How a call that was not answered is sent again.
 *
 * @param maxAttempts the number of attempts including the first
 * @param minBackoff the wait before the second attempt, doubled for each further one
 * @param maxBackoff the longest wait between two attempts
 * @since 0.1.0
 */
public record RetrySettings(int maxAttempts, Duration minBackoff, Duration maxBackoff) {

	/**
	 * Create settings.
	 * @param maxAttempts the number of attempts including the first
	 * @param minBackoff the first wait
	 * @param maxBackoff the longest wait
	 */
	public RetrySettings {
		Assert.isTrue(maxAttempts > 0, "'maxAttempts' must be greater than 0");
		Assert.isTrue(!minBackoff.isNegative(), "'minBackoff' must not be negative");
		Assert.isTrue(maxBackoff.compareTo(minBackoff) >= 0, "'maxBackoff' must not be less than 'minBackoff'");
	}

}
