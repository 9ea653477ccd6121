package ai.vluna.spring.hint;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;

/**
 * The budget does not cover what was asked for.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record BudgetShortfallHint(Hint source) implements ScarcityHint {

	static final String TYPE = "budget.shortfall";

	/**
	 * Return the budget.
	 * @return the id of the budget, or {@code null} if not told
	 */
	public @Nullable String budgetId() {
		return this.source.text("budget_id");
	}

	/**
	 * Return how much is missing.
	 * @return the amount in millionths of a dollar, or {@code null} if not told
	 */
	public @Nullable Long shortfallXusd() {
		return this.source.integer("shortfall_xusd");
	}

}
