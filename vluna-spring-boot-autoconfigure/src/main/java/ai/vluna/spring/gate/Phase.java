package ai.vluna.spring.gate;

/**
 * The phases of an operation that have an idempotency key of their own.
 *
 * @since 0.1.0
 */
public enum Phase {

	/**
	 * Asking for a lease.
	 */
	AUTHORIZE("authorize-"),

	/**
	 * Telling the usage of a lease.
	 */
	COMMIT("commit-"),

	/**
	 * Releasing a lease.
	 */
	CANCEL("cancel-"),

	/**
	 * Booking usage without a lease.
	 */
	INGEST("ingest-");

	private final String prefix;

	Phase(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * Return the idempotency key of this phase.
	 * @param leaseId the id of the lease, which all phases have in common
	 * @return the key
	 */
	public String key(String leaseId) {
		return this.prefix.concat(leaseId);
	}

}
