package ai.vluna.spring.denial;

/**
 * Why the gate refused work for this subject.
 *
 * @since 0.1.0
 */
public enum DenialReason {

	/**
	 * A quota window is used up.
	 */
	QUOTA,

	/**
	 * The user has no balance left.
	 */
	BALANCE,

	/**
	 * The budget has no headroom, is closed or does not exist.
	 */
	BUDGET,

	/**
	 * The plan does not include the feature, or has no seat left.
	 */
	ENTITLEMENT,

	/**
	 * There were too many requests in a short time.
	 */
	RATE_LIMIT,

	/**
	 * The user was disabled.
	 */
	USER_DISABLED,

	/**
	 * Payment is required for a reason that this version does not know.
	 */
	PAYMENT

}
