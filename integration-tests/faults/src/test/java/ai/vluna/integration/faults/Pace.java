package ai.vluna.integration.faults;

import java.time.Duration;

import ai.vluna.spring.client.http.RetrySettings;
import ai.vluna.spring.delivery.DirectSettings;

/**
 * How fast everything is. The patience of the client gives the measure for all other
 * times.
 *
 * @param responseTimeout how long the client waits for one answer
 */
record Pace(Duration responseTimeout) {

	/**
	 * For gates that are late.
	 */
	static final Pace IMPATIENT = of(300);

	/**
	 * For gates that fail at once.
	 */
	static final Pace PATIENT = of(3_000);

	private static final int NO_BOUND = Integer.MAX_VALUE;

	static Pace of(int responseTimeoutMillis) {
		return new Pace(Duration.ofMillis(responseTimeoutMillis));
	}

	Duration callTimeout() {
		return this.responseTimeout.multipliedBy(4);
	}

	/**
	 * Return how long the gate takes when it answers in time.
	 * @return the delay
	 */
	Duration late() {
		return this.responseTimeout.dividedBy(4);
	}

	/**
	 * Return how long the gate takes when the client has gone.
	 * @return the delay
	 */
	Duration tooLate() {
		return this.responseTimeout.multipliedBy(3).dividedBy(2);
	}

	RetrySettings retry(int maxAttempts) {
		return new RetrySettings(maxAttempts, Duration.ofMillis(2), Duration.ofMillis(10));
	}

	/**
	 * Return how charges are delivered: callers go on before the client gives up, and
	 * nothing is ever given up.
	 * @return the settings
	 */
	DirectSettings direct() {
		return new DirectSettings(this.responseTimeout.dividedBy(2), NO_BOUND, Duration.ofDays(1), Duration.ofMillis(5),
				Duration.ofMillis(50));
	}

}
