package ai.vluna.spring.gate;

import java.time.Duration;

import ai.vluna.spring.policy.FeatureCode;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OperationPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What holds for every operation.
 *
 * @param realmId the realm
 * @param featureFamilyCode the family of operations that name none
 * @param policy the global policy, which leaves nothing open
 * @param maxRateLimitWait the longest wait for which a rate limited operation is asked
 * again
 * @param maxWaived the largest number of waived operations whose usage is not booked yet
 * @param maxWaivedPerSubject the same for one subject
 * @param forwardsCancellation whether cancelling the future of an operation cancels its
 * work, whose usage is unknown then
 * @since 0.1.0
 */
public record GateSettings(String realmId, @Nullable String featureFamilyCode, OperationPolicy policy,
		Duration maxRateLimitWait, int maxWaived, int maxWaivedPerSubject, boolean forwardsCancellation) {

	/**
	 * Create settings.
	 * @param realmId the realm
	 * @param featureFamilyCode the default family
	 * @param policy the global policy
	 * @param maxRateLimitWait the longest wait
	 * @param maxWaived the bound over all subjects
	 * @param maxWaivedPerSubject the bound for one subject
	 * @param forwardsCancellation whether a cancellation is forwarded
	 */
	public GateSettings {
		Assert.hasText(realmId, "'realmId' must not be empty");
		featureFamilyCode = (featureFamilyCode != null) ? FeatureCode.normalise("featureFamilyCode", featureFamilyCode)
				: null;
		policy = policy.orElse(OperationPolicy.DEFAULT);
		Assert.isTrue(maxWaived >= 0 && maxWaivedPerSubject >= 0, "Bounds must not be negative");
	}

	/**
	 * Create settings that forward no cancellation.
	 * @param realmId the realm
	 * @param featureFamilyCode the default family
	 * @param policy the global policy
	 * @param maxRateLimitWait the longest wait
	 * @param maxWaived the bound over all subjects
	 * @param maxWaivedPerSubject the bound for one subject
	 */
	public GateSettings(String realmId, @Nullable String featureFamilyCode, OperationPolicy policy,
			Duration maxRateLimitWait, int maxWaived, int maxWaivedPerSubject) {
		this(realmId, featureFamilyCode, policy, maxRateLimitWait, maxWaived, maxWaivedPerSubject, false);
	}

	FeatureSettings toFeatureSettings() {
		return new FeatureSettings(this.policy, this.featureFamilyCode, this.maxRateLimitWait);
	}

}
