package ai.vluna.spring.interceptor.misuse;

/**
 * What happens at start-up when a billed method is used in a way that cannot be meant.
 *
 * @since 0.1.0
 */
public enum MisuseMode {

	/**
	 * The application does not start.
	 */
	FAIL,

	/**
	 * A warning is logged.
	 */
	WARN,

	/**
	 * Nobody looks.
	 */
	OFF

}
