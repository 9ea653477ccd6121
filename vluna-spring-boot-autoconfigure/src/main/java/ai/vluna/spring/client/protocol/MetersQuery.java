package ai.vluna.spring.client.protocol;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which meters to list, and what to tell about them.
 *
 * @param meterCodes the meters; empty for all that the user's features allow
 * @param featureCodes the features that allow the meters; empty for all
 * @param featureFamilyCodes the families of these features; empty for all
 * @param details what to tell about each meter
 * @param budgetId the budget whose balance is the basis of the coverage, {@code null} for
 * the user's own balance
 * @since 0.1.0
 */
public record MetersQuery(List<String> meterCodes, List<String> featureCodes, List<String> featureFamilyCodes,
		Set<Detail> details, @Nullable String budgetId) {

	/**
	 * Create a query.
	 * @param meterCodes the meters
	 * @param featureCodes the features
	 * @param featureFamilyCodes the families
	 * @param details what to tell about each meter
	 * @param budgetId the budget
	 */
	public MetersQuery {
		meterCodes = List.copyOf(meterCodes);
		featureCodes = List.copyOf(featureCodes);
		featureFamilyCodes = List.copyOf(featureFamilyCodes);
		details = Set.copyOf(details);
	}

	/**
	 * Ask for the prices of the meters of some features.
	 * @param featureCodes the features; empty for all that the user may use
	 * @return the query
	 */
	public static MetersQuery pricesOf(List<String> featureCodes) {
		return new MetersQuery(List.of(), featureCodes, List.of(), EnumSet.of(Detail.PRICING), null);
	}

	/**
	 * Ask what the user's balance suffices for, with prices and limits.
	 * @param featureCodes the features; empty for all that the user may use
	 * @return the query
	 */
	public static MetersQuery everythingOf(List<String> featureCodes) {
		return new MetersQuery(List.of(), featureCodes, List.of(), EnumSet.allOf(Detail.class), null);
	}

	/**
	 * What can be told about a meter besides its name.
	 */
	public enum Detail {

		/**
		 * The quota and rate windows.
		 */
		LIMITS,

		/**
		 * The price.
		 */
		PRICING,

		/**
		 * What the balance suffices for.
		 */
		COVERAGE

	}

}
