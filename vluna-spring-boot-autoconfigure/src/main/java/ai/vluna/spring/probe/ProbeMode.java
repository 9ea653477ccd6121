package ai.vluna.spring.probe;

/**
 * What happens at start-up when the gate would not charge for what the application bills.
 *
 * @since 0.1.0
 */
public enum ProbeMode {

	/**
	 * The application does not start, nor does it when the gate cannot be asked.
	 */
	FAIL,

	/**
	 * A warning is logged.
	 */
	WARN,

	/**
	 * The gate is not asked.
	 */
	OFF

}
