package ai.vluna.spring.hint;

import java.time.Duration;
import java.time.Instant;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * Few or no admissions are left in the current window.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record RateLimitHint(Hint source) implements BillingHint {

	static final String TYPE = "rate.limit";

	/**
	 * Return how many admissions are left.
	 * @return the number, or {@code null} if not told
	 */
	public @Nullable Long remaining() {
		return this.source.integer("remaining");
	}

	/**
	 * Return how long the window lasts, as of the answer.
	 * @return the time left, or {@code null} if not told
	 */
	public @Nullable Duration renewsIn() {
		Long value = this.source.integer("seconds");
		return (value != null) ? Duration.ofSeconds(value) : null;
	}

	/**
	 * Return when the next window begins.
	 * @return the end of the window, or {@code null} if not told
	 */
	public @Nullable Instant until() {
		return this.source.time("until");
	}

}
