package ai.vluna.spring.hint;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * The balance does not cover what was asked for.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record FundingShortfallHint(Hint source) implements ScarcityHint {

	static final String TYPE = "funding.xusd_shortfall";

	/**
	 * Return how much is missing.
	 * @return the amount in millionths of a dollar, or {@code null} if not told
	 */
	public @Nullable Long shortfallXusd() {
		return this.source.integer("shortfall_xusd");
	}

}
