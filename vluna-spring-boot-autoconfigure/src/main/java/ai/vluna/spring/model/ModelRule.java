package ai.vluna.spring.model;

import java.util.Map;

import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.NamePattern;
import org.jspecify.annotations.Nullable;

/**
 * What is said about the models or tools whose names match a pattern. What a rule leaves
 * open is said by the next less specific one.
 *
 * @param pattern the names it holds for; those of models are {@code provider/name}
 * @param feature the code of the feature, in which {@code {provider}} and
 * {@code {model}}, or {@code {tool}}, stand for the names, or {@code null} to leave it
 * open
 * @param settings family, meters and policies
 * @param budgetId the id of the budget to charge, or {@code null} to leave it open
 * @param labels the attribution labels
 * @param quantity what one call of a tool uses, or {@code null} to leave it open
 * @since 0.1.0
 */
public record ModelRule(NamePattern pattern, @Nullable String feature, FeatureSettings settings,
		@Nullable String budgetId, Map<String, String> labels, @Nullable Long quantity) {

	/**
	 * Create a rule.
	 * @param pattern the names it holds for
	 * @param feature the code of the feature
	 * @param settings family, meters and policies
	 * @param budgetId the budget
	 * @param labels the labels, copied
	 * @param quantity what one call of a tool uses
	 */
	public ModelRule {
		labels = Map.copyOf(labels);
	}

	/**
	 * Verify that a text can be the feature of a rule for models.
	 * @param feature the code with placeholders
	 * @throws IllegalArgumentException if no code can be made of it
	 */
	public static void verifyModelFeature(String feature) {
		new FeatureTemplate(feature, ModelRules.MODEL_NAMES);
	}

	/**
	 * Verify that a text can be the feature of a rule for tools.
	 * @param feature the code with placeholders
	 * @throws IllegalArgumentException if no code can be made of it
	 */
	public static void verifyToolFeature(String feature) {
		new FeatureTemplate(feature, ModelRules.TOOL_NAMES);
	}

}
