package ai.vluna.spring.policy;

/**
 * The answers of one level (feature pattern, code, global) to the questions that an
 * operation raises when something is not as it should be.
 *
 * @param mode how seriously the gate's decision is taken
 * @param onUnreachable what happens while the gate does not answer
 * @param onFailure what happens when the work fails
 * @param onInterruption what happens when a stream is interrupted
 * @param onMissingUsage what happens when the work tells no usage
 * @param onRateLimit what happens when there were too many requests
 * @param onInnerCall what happens to calls inside that are billable themselves
 * @since 0.1.0
 */
public record OperationPolicy(BillingMode mode, OnUnreachable onUnreachable, OnFailure onFailure,
		OnInterruption onInterruption, OnMissingUsage onMissingUsage, OnRateLimit onRateLimit,
		OnInnerCall onInnerCall) {

	/**
	 * A policy that leaves every question to the next wider level.
	 */
	public static final OperationPolicy INHERIT = new OperationPolicy(BillingMode.INHERIT, OnUnreachable.INHERIT,
			OnFailure.INHERIT, OnInterruption.INHERIT, OnMissingUsage.INHERIT, OnRateLimit.INHERIT,
			OnInnerCall.INHERIT);

	/**
	 * The policy of an application that configures nothing.
	 */
	public static final OperationPolicy DEFAULT = new OperationPolicy(BillingMode.ENFORCE, OnUnreachable.DENY,
			OnFailure.CANCEL, OnInterruption.CANCEL_UNLESS_FINAL, OnMissingUsage.CANCEL, OnRateLimit.DENY,
			OnInnerCall.ABSORB);

	/**
	 * Return this policy with every question it leaves open answered by a wider one.
	 * @param wider the policy of the next wider level
	 * @return the combined policy
	 */
	public OperationPolicy orElse(OperationPolicy wider) {
		if (equals(INHERIT)) {
			return wider;
		}
		return new OperationPolicy((this.mode != BillingMode.INHERIT) ? this.mode : wider.mode,
				(this.onUnreachable != OnUnreachable.INHERIT) ? this.onUnreachable : wider.onUnreachable,
				(this.onFailure != OnFailure.INHERIT) ? this.onFailure : wider.onFailure,
				(this.onInterruption != OnInterruption.INHERIT) ? this.onInterruption : wider.onInterruption,
				(this.onMissingUsage != OnMissingUsage.INHERIT) ? this.onMissingUsage : wider.onMissingUsage,
				(this.onRateLimit != OnRateLimit.INHERIT) ? this.onRateLimit : wider.onRateLimit,
				(this.onInnerCall != OnInnerCall.INHERIT) ? this.onInnerCall : wider.onInnerCall);
	}

}
