package ai.vluna.spring.hint;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * The price is another one than the client named.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record PricingChangedHint(Hint source) implements BillingHint {

	static final String TYPE = "pricing.changed";

	/**
	 * Return the fingerprint that the client named.
	 * @return the fingerprint, or {@code null} if not told
	 */
	public @Nullable String previousFingerprint() {
		return this.source.text("previous_fingerprint");
	}

	/**
	 * Return the fingerprint of the price that holds.
	 * @return the fingerprint, or {@code null} if not told
	 */
	public @Nullable String currentFingerprint() {
		return this.source.text("current_fingerprint");
	}

}
