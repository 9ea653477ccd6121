package ai.vluna.spring.gate;

/**
 * What became of a settlement.
 *
 * @since 0.1.0
 */
public enum SettlementResult {

	/**
	 * The gate charged the usage.
	 */
	COMMITTED,

	/**
	 * The gate had charged the usage before.
	 */
	DUPLICATE,

	/**
	 * The gate booked the usage without a lease.
	 */
	INGESTED,

	/**
	 * Nothing is charged.
	 */
	CANCELLED,

	/**
	 * Nothing is charged, and the lease, if there is one, is left to another attempt at
	 * the operation.
	 */
	LEFT_OPEN,

	/**
	 * The usage was only measured.
	 */
	MEASURED,

	/**
	 * The usage became a part of the usage of the operation around it.
	 */
	ABSORBED,

	/**
	 * The usage belongs to the operation around it, but came after that was settled; it
	 * is booked on its own.
	 */
	LATE,

	/**
	 * The charge is stored and will be sent by this or another process.
	 */
	STORED,

	/**
	 * The gate did not confirm the charge yet; it is being sent again, from memory.
	 */
	UNCONFIRMED,

	/**
	 * The usage cannot be charged without an operator.
	 */
	DEAD

}
