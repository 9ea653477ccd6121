package ai.vluna.spring.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds out what models and tools are billed as: the resolvers are asked in their order,
 * then the rules.
 *
 * @since 0.1.0
 */
public final class FeatureResolution {

	private final List<FeatureResolver> resolvers;

	private final ModelRules rules;

	/**
	 * Create a resolution.
	 * @param resolvers the resolvers in order
	 * @param rules the rules
	 */
	public FeatureResolution(List<FeatureResolver> resolvers, ModelRules rules) {
		this.resolvers = List.copyOf(resolvers);
		this.rules = rules;
	}

	/**
	 * Return what a model is billed as.
	 * @param model the model
	 * @return the feature
	 * @throws IllegalArgumentException if its name makes no code
	 */
	public BilledFeature ofModel(ModelId model) {
		for (FeatureResolver resolver : this.resolvers) {
			BilledFeature feature = resolver.ofModel(model);
			if (feature != null) {
				return feature;
			}
		}
		return this.rules.ofModel(model);
	}

	/**
	 * Return what a tool is billed as.
	 * @param toolName the name of the tool
	 * @return the feature, or {@code null} when it is not billed
	 * @throws IllegalArgumentException if its name makes no code
	 */
	public @Nullable BilledFeature ofTool(String toolName) {
		for (FeatureResolver resolver : this.resolvers) {
			BilledFeature feature = resolver.ofTool(toolName);
			if (feature != null) {
				return feature;
			}
		}
		return this.rules.ofTool(toolName);
	}

}
