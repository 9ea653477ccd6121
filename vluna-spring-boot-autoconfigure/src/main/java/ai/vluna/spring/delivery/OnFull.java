package ai.vluna.spring.delivery;

/**
 * What happens to new work when there is no room for its usage.
 *
 * @since 0.1.0
 */
public enum OnFull {

	/**
	 * It is refused.
	 */
	DENY,

	/**
	 * It is let pass: the store grows, or the usage is at risk.
	 */
	ALLOW

}
