package ai.vluna.spring.delivery.jdbc;

import java.time.Duration;

import ai.vluna.spring.delivery.store.Backoff;

import org.springframework.util.Assert;

/**
 * How settlements in a database are sent.
 *
 * @param concurrency the largest number that this instance sends at a time
 * @param backoff how long to wait before one is sent again
 * @param pollInterval how often to look for those that other instances wrote, or whose
 * wait is over
 * @param heartbeatInterval how often to say that this instance is alive; when it missed
 * four heartbeats, others send what it had claimed
 * @param sendTimeout the longest time for which one is sent before its fate counts as
 * unknown
 * @param stopTimeout the longest time for which the end waits for those under way
 * @since 0.1.0
 */
public record JdbcStoreSettings(int concurrency, Backoff backoff, Duration pollInterval, Duration heartbeatInterval,
		Duration sendTimeout, Duration stopTimeout) {

	/**
	 * Create settings.
	 * @param concurrency the number of senders
	 * @param backoff the waits
	 * @param pollInterval the interval of polling
	 * @param heartbeatInterval the interval of heartbeats
	 * @param sendTimeout the longest wait for an answer
	 * @param stopTimeout the longest wait of the end
	 */
	public JdbcStoreSettings {
		Assert.isTrue(concurrency > 0, "'concurrency' must be positive");
		Assert.isTrue(pollInterval.toMillis() > 0, "'pollInterval' must be positive");
		Assert.isTrue(heartbeatInterval.toMillis() > 0, "'heartbeatInterval' must be positive");
		Assert.isTrue(sendTimeout.toMillis() > 0, "'sendTimeout' must be positive");
		Assert.isTrue(stopTimeout.toMillis() > 0, "'stopTimeout' must be positive");
	}

}
