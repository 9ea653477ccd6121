package ai.vluna.spring.model;

import org.jspecify.annotations.Nullable;

/**
 * Tells what models and tools are billed as, for what no pattern can express. Register
 * implementations as beans: they are asked in order, and before the rules in
 * {@code vluna.models} and {@code vluna.tools}. Answers are remembered, so that each
 * question is asked about once. They are called on the threads that call models, event
 * loops among them, and must not block.
 *
 * @since 0.1.0
 */
public interface FeatureResolver {

	/**
	 * Tell what a model is billed as.
	 * @param model the model
	 * @return the feature, or {@code null} to leave it to others
	 */
	default @Nullable BilledFeature ofModel(ModelId model) {
		return null;
	}

	/**
	 * Tell what a tool is billed as.
	 * @param toolName the name of the tool
	 * @return the feature, or {@code null} to leave it to others
	 */
	default @Nullable BilledFeature ofTool(String toolName) {
		return null;
	}

}
