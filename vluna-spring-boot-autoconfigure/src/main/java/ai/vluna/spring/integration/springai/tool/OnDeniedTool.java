package ai.vluna.spring.integration.springai.tool;

/**
 * What happens when the gate refuses the call of a billed tool.
 *
 * @since 0.1.0
 */
public enum OnDeniedTool {

	/**
	 * The whole run fails, with the denial that any other denied work fails with.
	 */
	FAIL,

	/**
	 * The model is told instead of a result and goes on without the tool. Its further
	 * calls are paid for.
	 */
	TELL_MODEL

}
