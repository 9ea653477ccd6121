package ai.vluna.spring.policy;

/**
 * What happens to calls inside an operation that are no operation of the application's
 * making, such as those of a model.
 *
 * @since 0.1.0
 */
public enum OnInnerCall {

	/**
	 * Use what the next wider level says.
	 */
	INHERIT,

	/**
	 * The inner call is neither gated nor charged. The quantities of all inner calls,
	 * without their meter lines, add up to the usage of the operation around them, where
	 * nothing else tells that one.
	 */
	ABSORB,

	/**
	 * Both are gated and charged.
	 */
	SEPARATE

}
