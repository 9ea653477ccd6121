package ai.vluna.spring.interceptor;

import ai.vluna.spring.policy.OperationPolicy;

/**
 * What the application says about all billed methods.
 *
 * @param policy the policy of methods that leave questions open
 * @param lossAccepted whether it is accepted that usage of work that was let pass while
 * the gate did not answer may be lost
 * @param boundKeys whether callers may supply keys, which have to be bound to the
 * arguments
 * @since 0.1.0
 */
public record BillingDefaults(OperationPolicy policy, boolean lossAccepted, boolean boundKeys) {

}
