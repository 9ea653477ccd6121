package ai.vluna.spring.hint;

import java.util.List;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * The usage was given away, as there is no price.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record PricingMissingHint(Hint source) implements BillingHint {

	static final String TYPE = "pricing.not_configured";

	/**
	 * Return the feature.
	 * @return the feature code, or {@code null} if not told
	 */
	public @Nullable String featureCode() {
		return this.source.text("feature_code");
	}

	/**
	 * Return the meters without a price.
	 * @return the meter codes, possibly empty
	 */
	public List<String> meters() {
		return this.source.texts("meters");
	}

}
