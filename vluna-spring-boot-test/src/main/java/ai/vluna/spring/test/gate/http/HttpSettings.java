package ai.vluna.spring.test.gate.http;

import java.time.Clock;
import java.time.Duration;

/**
 * How the server treats connections.
 *
 * @param idleTimeout when it closes one on which nothing comes
 * @param clock the clock that answers are dated with
 * @since 0.1.0
 */
public record HttpSettings(Duration idleTimeout, Clock clock) {

	/**
	 * When the server was seen to close idle connections.
	 */
	public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(73);

	/**
	 * Returns what clients are told, which is a second less.
	 * @return the seconds in which a connection may be used again
	 */
	long promisedSeconds() {
		return Math.max(0, this.idleTimeout.toSeconds() - 1);
	}

}
