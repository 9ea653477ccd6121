package ai.vluna.spring.hint;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * No more than a certain quantity can be paid for, by quota or by money: the message
 * tells which.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record QuotaRemainingHint(Hint source) implements ScarcityHint {

	static final String TYPE = "quota.remaining";

	/**
	 * Return how much is left.
	 * @return the quantity in minor units, or {@code null} if not told
	 */
	public @Nullable Long maxQuantityMinor() {
		return this.source.integer("max_quantity_minor");
	}

	/**
	 * Return the gate's words, which it has where money is short.
	 * @return the message, or {@code null} where a quota is short
	 */
	public @Nullable String message() {
		return this.source.text("message");
	}

}
