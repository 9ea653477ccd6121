package ai.vluna.spring.policy;

/**
 * What an operator says about the features that a pattern matches.
 *
 * @param name where the operator says it, such as {@code vluna.features[0]}
 * @param pattern the features
 * @param settings what holds for their operations
 * @since 0.1.0
 */
public record FeatureRule(String name, FeaturePattern pattern, FeatureSettings settings) {

	@Override
	public String toString() {
		return "'%s' (%s)".formatted(this.name, this.pattern);
	}

}
