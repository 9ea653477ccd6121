package ai.vluna.spring.policy;

/**
 * What happens to new work while the gate does not answer.
 *
 * @since 0.1.0
 */
public enum OnUnreachable {

	/**
	 * Use what the next wider level says.
	 */
	INHERIT,

	/**
	 * The work is refused.
	 */
	DENY,

	/**
	 * The work runs, as long as the usage of not too much such work is outstanding. Its
	 * usage is booked without a lease once the gate is back; without a delivery store it
	 * is lost when the application stops before that. Under a stable key, or one of a
	 * caller, the work is refused.
	 */
	ALLOW

}
