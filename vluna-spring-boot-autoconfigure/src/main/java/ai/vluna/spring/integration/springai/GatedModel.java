package ai.vluna.spring.integration.springai;

/**
 * Marks a model whose calls are gated and billed, so that it is not gated again.
 *
 * @param <M> the type of the model
 * @since 0.1.0
 */
public interface GatedModel<M> {

	/**
	 * Return the model behind the gate. What is called there is not billed.
	 * @return the model itself
	 */
	M ungated();

}
