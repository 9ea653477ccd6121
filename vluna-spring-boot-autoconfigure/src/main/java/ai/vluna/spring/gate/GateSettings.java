package ai.vluna.spring.gate;

import java.time.Duration;

import ai.vluna.spring.policy.FeatureCode;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.TokenMeters;
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
 * @param waiverBounds how much work is let in unasked while the gate does not answer
 * @param forwardsCancellation whether cancelling the future of an operation cancels its
 * work, whose usage is unknown then
 * @since 0.1.0
 */
public record GateSettings(String realmId, @Nullable String featureFamilyCode, OperationPolicy policy,
		Duration maxRateLimitWait, WaiverBounds waiverBounds, boolean forwardsCancellation) {

	/**
	 * Create settings.
	 * @param realmId the realm
	 * @param featureFamilyCode the default family
	 * @param policy the global policy
	 * @param maxRateLimitWait the longest wait
	 * @param waiverBounds the bounds of work that is let in unasked
	 * @param forwardsCancellation whether a cancellation is forwarded
	 */
	public GateSettings {
		Assert.hasText(realmId, "'realmId' must not be empty");
		featureFamilyCode = (featureFamilyCode != null) ? FeatureCode.normalise("featureFamilyCode", featureFamilyCode)
				: null;
		policy = policy.orElse(OperationPolicy.DEFAULT);
	}

	/**
	 * Create settings that forward no cancellation.
	 * @param realmId the realm
	 * @param featureFamilyCode the default family
	 * @param policy the global policy
	 * @param maxRateLimitWait the longest wait
	 * @param waiverBounds the bounds of work that is let in unasked
	 */
	public GateSettings(String realmId, @Nullable String featureFamilyCode, OperationPolicy policy,
			Duration maxRateLimitWait, WaiverBounds waiverBounds) {
		this(realmId, featureFamilyCode, policy, maxRateLimitWait, waiverBounds, false);
	}

	FeatureSettings toFeatureSettings() {
		return new FeatureSettings(this.policy, this.featureFamilyCode, this.maxRateLimitWait, TokenMeters.NONE);
	}

}
