package ai.vluna.spring.denial;

/**
 * Why work under a key of its caller was not started.
 *
 * @since 0.1.0
 */
public enum ConflictReason {

	/**
	 * The same operation is running, here or elsewhere.
	 */
	RUNNING,

	/**
	 * The same operation was done before.
	 */
	DONE,

	/**
	 * The key was used for the same feature with other arguments.
	 */
	OTHER_ARGUMENTS

}
