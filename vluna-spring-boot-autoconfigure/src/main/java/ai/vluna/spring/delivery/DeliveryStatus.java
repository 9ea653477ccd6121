package ai.vluna.spring.delivery;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the delivery of usage is doing, as far as this process knows. Holds no secret, and
 * nothing about customers.
 *
 * @param mode the way that usage takes
 * @param pending how many charges are on their way
 * @param oldestAge how long ago the work of the oldest of them ended, or {@code null} if
 * that is not known or there is none
 * @param dead how many settlements wait for an operator
 * @param atRisk how many charges are in memory only and would be lost with the process
 * @param readable whether the store could be read when it was last looked at
 * @param writable whether the last usage could be stored
 * @param answered whether the gate answers what is sent to it from the store
 * @param obstacle what has to be mended before anything can be charged, or {@code null}
 * @param hindrance why no further work is let in, or {@code null} if it is
 * @since 0.1.0
 */
public record DeliveryStatus(Mode mode, long pending, @Nullable Duration oldestAge, long dead, int atRisk,
		boolean readable, boolean writable, boolean answered, @Nullable String obstacle, @Nullable String hindrance) {

	/**
	 * The way that usage takes.
	 */
	public enum Mode {

		/**
		 * It is sent at once, and kept in memory until it is confirmed.
		 */
		DIRECT,

		/**
		 * It is stored, then sent.
		 */
		STORED,

		/**
		 * It is carried by the application's own means.
		 */
		CUSTOM

	}

}
