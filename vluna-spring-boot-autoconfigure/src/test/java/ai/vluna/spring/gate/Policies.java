package ai.vluna.spring.gate;

import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;

/**
 * Policies that answer one question.
 */
final class Policies {

	private Policies() {
	}

	static OperationPolicy with(BillingMode mode) {
		return new OperationPolicy(mode, OnUnreachable.INHERIT, OnFailure.INHERIT, OnInterruption.INHERIT,
				OnMissingUsage.INHERIT, OnRateLimit.INHERIT, OnInnerCall.INHERIT);
	}

	static OperationPolicy with(OnUnreachable onUnreachable) {
		return new OperationPolicy(BillingMode.INHERIT, onUnreachable, OnFailure.INHERIT, OnInterruption.INHERIT,
				OnMissingUsage.INHERIT, OnRateLimit.INHERIT, OnInnerCall.INHERIT);
	}

	static OperationPolicy with(OnFailure onFailure) {
		return new OperationPolicy(BillingMode.INHERIT, OnUnreachable.INHERIT, onFailure, OnInterruption.INHERIT,
				OnMissingUsage.INHERIT, OnRateLimit.INHERIT, OnInnerCall.INHERIT);
	}

	static OperationPolicy with(OnInterruption onInterruption) {
		return new OperationPolicy(BillingMode.INHERIT, OnUnreachable.INHERIT, OnFailure.INHERIT, onInterruption,
				OnMissingUsage.INHERIT, OnRateLimit.INHERIT, OnInnerCall.INHERIT);
	}

	static OperationPolicy with(OnMissingUsage onMissingUsage) {
		return new OperationPolicy(BillingMode.INHERIT, OnUnreachable.INHERIT, OnFailure.INHERIT,
				OnInterruption.INHERIT, onMissingUsage, OnRateLimit.INHERIT, OnInnerCall.INHERIT);
	}

	static OperationPolicy with(OnRateLimit onRateLimit) {
		return new OperationPolicy(BillingMode.INHERIT, OnUnreachable.INHERIT, OnFailure.INHERIT,
				OnInterruption.INHERIT, OnMissingUsage.INHERIT, onRateLimit, OnInnerCall.INHERIT);
	}

	static OperationPolicy with(OnInnerCall onInnerCall) {
		return new OperationPolicy(BillingMode.INHERIT, OnUnreachable.INHERIT, OnFailure.INHERIT,
				OnInterruption.INHERIT, OnMissingUsage.INHERIT, OnRateLimit.INHERIT, onInnerCall);
	}

}
