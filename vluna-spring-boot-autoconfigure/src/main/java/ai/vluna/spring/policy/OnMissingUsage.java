package ai.vluna.spring.policy;

/**
 * What happens when successful work tells no usage. Where the lease is cancelled it is
 * left open instead under a stable key.
 *
 * @since 0.1.0
 */
public enum OnMissingUsage {

	/**
	 * Use what the next wider level says.
	 */
	INHERIT,

	/**
	 * The lease is cancelled.
	 */
	CANCEL,

	/**
	 * The lease is cancelled and the caller gets an error instead of the result; meant
	 * for tests.
	 */
	FAIL,

	/**
	 * The estimate is committed; without an estimate the lease is cancelled.
	 */
	COMMIT_ESTIMATE

}
