package ai.vluna.spring.client.protocol;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which features to list with their limits.
 *
 * @param featureCodes the features; empty for all that the user may use
 * @param featureFamilyCodes the families; empty for all
 * @param asOf the time whose windows are shown, {@code null} for now
 * @since 0.1.0
 */
public record LimitsQuery(List<String> featureCodes, List<String> featureFamilyCodes, @Nullable Instant asOf) {

	/**
	 * Create a query.
	 * @param featureCodes the features
	 * @param featureFamilyCodes the families
	 * @param asOf the time whose windows are shown
	 */
	public LimitsQuery {
		featureCodes = List.copyOf(featureCodes);
		featureFamilyCodes = List.copyOf(featureFamilyCodes);
	}

	/**
	 * Ask for the current limits of some features.
	 * @param featureCodes the features; none for all that the user may use
	 * @return the query
	 */
	public static LimitsQuery ofFeatures(String... featureCodes) {
		return new LimitsQuery(List.of(featureCodes), List.of(), null);
	}

}
