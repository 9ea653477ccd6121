package ai.vluna.spring.test.gate.ledger;

/**
 * What became of a lease, or of usage that came without one.
 *
 * @since 0.1.0
 */
public enum LedgerState {

	/**
	 * Authorized, neither committed nor cancelled.
	 */
	OPEN,

	/**
	 * Committed and charged.
	 */
	COMMITTED,

	/**
	 * Given back.
	 */
	CANCELLED,

	/**
	 * Answered with 200 but not charged: on a lease that was closed, cancelled or long
	 * expired, or with a meter that is unknown or has no price.
	 */
	QUARANTINED,

	/**
	 * Charged without a lease.
	 */
	INGESTED

}
