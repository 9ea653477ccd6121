package ai.vluna.spring.policy;

/**
 * What happens to a lease when the work fails. Under a stable key it is always left open
 * for the next attempt.
 *
 * @since 0.1.0
 */
public enum OnFailure {

	/**
	 * Use what the next wider level says.
	 */
	INHERIT,

	/**
	 * The lease is cancelled.
	 */
	CANCEL,

	/**
	 * Usage that was reported before the failure is committed; without any the lease is
	 * cancelled.
	 */
	COMMIT_OBSERVED

}
