package ai.vluna.spring.client.http;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How connections to the gate are made and kept.
 *
 * @param connectTimeout the longest wait for a new connection
 * @param maxConnections the number of connections, and so of calls under way at once
 * @param pendingAcquireTimeout the longest wait for a free connection
 * @param maxIdleTime the time after which an unused connection is closed
 * @since 0.1.0
 */
public record ConnectionSettings(Duration connectTimeout, int maxConnections, Duration pendingAcquireTimeout,
		Duration maxIdleTime) {

	private static final Duration GATE_IDLE_TIME = Duration.ofSeconds(72);

	/**
	 * Create settings.
	 * @param connectTimeout the longest wait for a new connection
	 * @param maxConnections the number of connections
	 * @param pendingAcquireTimeout the longest wait for a free connection
	 * @param maxIdleTime the time after which an unused connection is closed, less than
	 * the 72 seconds after which the gate does so itself
	 */
	public ConnectionSettings {
		Assert.isTrue(connectTimeout.toMillis() > 0, "'connectTimeout' must be positive");
		Assert.isTrue(maxConnections > 0, "'maxConnections' must be greater than 0");
		Assert.isTrue(pendingAcquireTimeout.toMillis() > 0, "'pendingAcquireTimeout' must be positive");
		Assert.isTrue(maxIdleTime.toMillis() > 0 && maxIdleTime.compareTo(GATE_IDLE_TIME) < 0,
				"'maxIdleTime' must be positive and less than 72 seconds, after which the gate closes the connection");
	}

	/**
	 * Return settings that suit the gate.
	 * @return the settings
	 */
	public static ConnectionSettings defaults() {
		return new ConnectionSettings(Duration.ofSeconds(2), 100, Duration.ofSeconds(2), Duration.ofSeconds(60));
	}

}
