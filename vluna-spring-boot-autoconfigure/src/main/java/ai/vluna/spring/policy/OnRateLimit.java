package ai.vluna.spring.policy;

/**
 * What happens when the gate says that there were too many authorize requests.
 *
 * @since 0.1.0
 */
public enum OnRateLimit {

	/**
	 * Use what the next wider level says.
	 */
	INHERIT,

	/**
	 * The work is refused.
	 */
	DENY,

	/**
	 * The gate is asked again after the wait that it named, if that wait is within the
	 * configured bound.
	 */
	WAIT

}
