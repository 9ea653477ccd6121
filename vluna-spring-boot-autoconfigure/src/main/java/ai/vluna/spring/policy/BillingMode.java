package ai.vluna.spring.policy;

/**
 * How seriously the gate's decision is taken.
 *
 * @since 0.1.0
 */
public enum BillingMode {

	/**
	 * Use what the next wider level says.
	 */
	INHERIT,

	/**
	 * Denied work does not run.
	 */
	ENFORCE,

	/**
	 * Denied work runs all the same, the denial is reported and the usage is booked
	 * without a lease. Under a stable key, or one of a caller, it does not run.
	 */
	SOFT,

	/**
	 * The gate is never called; usage is extracted, measured and reported.
	 */
	SHADOW

}
