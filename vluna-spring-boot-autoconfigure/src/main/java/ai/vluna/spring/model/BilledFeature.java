package ai.vluna.spring.model;

import java.util.Map;

import ai.vluna.spring.policy.FeatureCode;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What a model or a tool is billed as.
 *
 * @param featureCode the code of the feature
 * @param settings family, meters and policies, before which go the operator's rules for
 * the feature in {@code vluna.features}
 * @param budgetId the id of the budget to charge, or {@code null} for none
 * @param labels the attribution labels
 * @param quantity what one call of a tool uses; models tell their tokens
 * @since 0.1.0
 */
public record BilledFeature(String featureCode, FeatureSettings settings, @Nullable String budgetId,
		Map<String, String> labels, long quantity) {

	/**
	 * Create a feature.
	 * @param featureCode the code
	 * @param settings family, meters and policies
	 * @param budgetId the budget
	 * @param labels the labels, copied
	 * @param quantity what one call of a tool uses
	 * @throws IllegalArgumentException if the gate would refuse the code or the quantity
	 */
	public BilledFeature {
		featureCode = FeatureCode.normalise("featureCode", featureCode);
		labels = Map.copyOf(labels);
		long told = quantity;
		Assert.isTrue(told > 0 && told <= Usage.MAX_QUANTITY,
				() -> "'quantity' must be from 1 to 2^53-1, but is " + told);
	}

	/**
	 * Create a feature of which nothing but the code is known.
	 * @param featureCode the code
	 * @return the feature
	 * @throws IllegalArgumentException if the gate would refuse the code
	 */
	public static BilledFeature of(String featureCode) {
		return new BilledFeature(featureCode, FeatureSettings.INHERIT, null, Map.of(), 1);
	}

	/**
	 * Return this feature with other settings.
	 * @param settings family, meters and policies
	 * @return a new feature
	 */
	public BilledFeature withSettings(FeatureSettings settings) {
		return new BilledFeature(this.featureCode, settings, this.budgetId, this.labels, this.quantity);
	}

	/**
	 * Return this feature with another quantity.
	 * @param quantity what one call of a tool uses
	 * @return a new feature
	 * @throws IllegalArgumentException if the gate would refuse the quantity
	 */
	public BilledFeature withQuantity(long quantity) {
		return new BilledFeature(this.featureCode, this.settings, this.budgetId, this.labels, quantity);
	}

}
