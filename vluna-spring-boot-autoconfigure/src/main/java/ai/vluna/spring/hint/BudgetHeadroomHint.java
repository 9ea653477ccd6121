package ai.vluna.spring.hint;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * Little of the budget is left.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record BudgetHeadroomHint(Hint source) implements ScarcityHint {

	static final String TYPE = "budget.low_headroom";

	/**
	 * Return how much is left.
	 * @return the amount in millionths of a dollar, or {@code null} if not told
	 */
	public @Nullable Long headroomXusd() {
		return this.source.integer("headroom_xusd");
	}

	/**
	 * Return below which amount the gate calls that little.
	 * @return the amount in millionths of a dollar, or {@code null} if not told
	 */
	public @Nullable Long thresholdXusd() {
		return this.source.integer("threshold_xusd");
	}

}
