package ai.vluna.spring.client.protocol.billing;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which budgets of a user to list, the newest first.
 *
 * @param statuses some of {@code active}, {@code closed}, {@code expired} and
 * {@code canceled}; empty for all
 * @param name a part of the name, {@code null} for any
 * @param feature the feature that is the scope, {@code null} for any
 * @since 0.1.0
 */
public record BudgetsQuery(List<String> statuses, @Nullable String name, @Nullable String feature) {

	/**
	 * Create a query.
	 * @param statuses the statuses
	 * @param name a part of the name
	 * @param feature the feature
	 */
	public BudgetsQuery {
		statuses = List.copyOf(statuses);
	}

	/**
	 * Ask for all budgets.
	 * @return the query
	 */
	public static BudgetsQuery all() {
		return new BudgetsQuery(List.of(), null, null);
	}

	/**
	 * Ask for the budgets that can be charged.
	 * @return the query
	 */
	public static BudgetsQuery active() {
		return new BudgetsQuery(List.of("active"), null, null);
	}

}
