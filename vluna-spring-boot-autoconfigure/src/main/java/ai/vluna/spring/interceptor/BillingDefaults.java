package ai.vluna.spring.interceptor;

import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.policy.OperationPolicy;

/**
 * What the application says about all billed methods.
 *
 * @param rules what goes before what methods say about themselves
 * @param policy the policy of methods that leave questions open
 * @param lossAccepted whether it is accepted that usage of work that was let pass while
 * the gate did not answer may be lost
 * @param boundKeys whether callers may supply keys, which have to be bound to the
 * arguments
 * @since 0.1.0
 */
public record BillingDefaults(FeatureRules rules, OperationPolicy policy, boolean lossAccepted, boolean boundKeys) {

	/**
	 * Create defaults that methods may always say something else than.
	 * @param policy the policy of methods that leave questions open
	 * @param lossAccepted whether usage may be lost
	 * @param boundKeys whether callers may supply keys
	 */
	public BillingDefaults(OperationPolicy policy, boolean lossAccepted, boolean boundKeys) {
		this(FeatureRules.NONE, policy, lossAccepted, boundKeys);
	}

}
