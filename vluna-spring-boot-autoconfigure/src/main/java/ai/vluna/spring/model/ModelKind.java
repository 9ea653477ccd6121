package ai.vluna.spring.model;

/**
 * What a model is for. What the feature of a {@link ModelCallScope} holds for depends on
 * it.
 *
 * @since 0.1.0
 */
public enum ModelKind {

	/**
	 * It answers, in words or whatever else it was asked for.
	 */
	CHAT,

	/**
	 * It makes vectors, by which texts are found.
	 */
	EMBEDDING

}
