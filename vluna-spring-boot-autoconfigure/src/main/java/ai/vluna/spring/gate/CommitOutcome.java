package ai.vluna.spring.gate;

/**
 * What the gate's answer to a commit or a booking means for the money. An accepted commit
 * need not have been charged: the gate may have <em>quarantined</em> it.
 *
 * @since 0.1.0
 */
public enum CommitOutcome {

	/**
	 * The usage was charged.
	 */
	CHARGED,

	/**
	 * The usage had been charged before. It is counted and never booked again.
	 */
	DUPLICATE,

	/**
	 * Quarantined, since the lease was cancelled. The usage is booked without the lease.
	 */
	LEASE_CANCELED,

	/**
	 * Quarantined, since the lease expired more than the grace ago. The usage is booked
	 * without the lease.
	 */
	LEASE_EXPIRED,

	/**
	 * Quarantined for a state of the lease that this version does not know. An operator
	 * has to find out.
	 */
	LEASE_UNUSABLE,

	/**
	 * Quarantined, since the feature does not have one of the meters. An operator has to
	 * add it and to book the usage.
	 */
	METER_NOT_ALLOWED,

	/**
	 * Accepted without a price, so that the work was given away. An operator has to set
	 * one and to book the usage.
	 */
	UNPRICED,

	/**
	 * Refused for a reason that lies in this very usage or in who is to pay. An operator
	 * has to act.
	 */
	REFUSED,

	/**
	 * Refused for a reason that lies in the setup, such as the key or the realm, and that
	 * holds for every other usage too. The same request is sent again once it is mended.
	 */
	BLOCKED,

	/**
	 * Not answered, so that the same request is sent again to learn its fate.
	 */
	UNKNOWN

}
