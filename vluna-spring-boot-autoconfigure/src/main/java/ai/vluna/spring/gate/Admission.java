package ai.vluna.spring.gate;

/**
 * On what grounds work was let in.
 *
 * @since 0.1.0
 */
public enum Admission {

	/**
	 * The gate granted a lease.
	 */
	GRANTED,

	/**
	 * The gate did not answer, and the policy lets the work pass.
	 */
	WAIVED,

	/**
	 * The gate denied the work, and the mode lets it pass all the same.
	 */
	TOLERATED,

	/**
	 * The gate was not asked.
	 */
	UNASKED,

	/**
	 * The operation around it, which was let in, takes the usage as its own.
	 */
	ABSORBED

}
