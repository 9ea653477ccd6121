package ai.vluna.spring.policy;

/**
 * What happens to a lease when a stream ends before its completion: cancelled, timed out,
 * disconnected or failed. Under a stable key it is always left open for the next attempt.
 *
 * @since 0.1.0
 */
public enum OnInterruption {

	/**
	 * Use what the next wider level says.
	 */
	INHERIT,

	/**
	 * The usage is committed if it was already seen and marked as final, otherwise the
	 * lease is cancelled.
	 */
	CANCEL_UNLESS_FINAL,

	/**
	 * Usage that was reported so far is committed; without any the lease is cancelled.
	 */
	COMMIT_OBSERVED

}
