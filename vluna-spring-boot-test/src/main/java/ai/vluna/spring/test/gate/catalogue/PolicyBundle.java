package ai.vluna.spring.test.gate.catalogue;

/**
 * Which policies the plan of an account carries.
 *
 * @since 0.1.0
 */
public enum PolicyBundle {

	/**
	 * The default: quotas and rates as the catalogue says.
	 */
	COMPLETE,

	/**
	 * No policies at all: every authorize is refused.
	 */
	EMPTY,

	/**
	 * Rates but no quotas: the server fails over its own configuration.
	 */
	RATE_ONLY,

	/**
	 * Only the quotas and rates of the account's own plan: a feature that it says nothing
	 * about is refused.
	 */
	OWN

}
