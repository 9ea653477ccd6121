package ai.vluna.spring.policy;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What one level says about the operations of a feature.
 *
 * @param policy the policy, which may leave questions to the next wider level
 * @param featureFamilyCode the family of the feature, or {@code null} to leave it to the
 * next wider level
 * @param maxRateLimitWait the longest wait for which a rate limited operation is asked
 * again, or {@code null} to leave it to the next wider level
 * @param meters the meters that charge for tokens; what they leave open is left to the
 * next wider level
 * @since 0.1.0
 */
public record FeatureSettings(OperationPolicy policy, @Nullable String featureFamilyCode,
		@Nullable Duration maxRateLimitWait, TokenMeters meters) {

	/**
	 * Settings that leave everything to the next wider level.
	 */
	public static final FeatureSettings INHERIT = new FeatureSettings(OperationPolicy.INHERIT, null, null,
			TokenMeters.NONE);

	/**
	 * Create settings.
	 * @param policy the policy
	 * @param featureFamilyCode the family
	 * @param maxRateLimitWait the longest wait
	 * @param meters the meters
	 * @throws IllegalArgumentException if the gate would refuse the code of the family
	 */
	public FeatureSettings {
		featureFamilyCode = (featureFamilyCode != null) ? FeatureCode.normalise("featureFamilyCode", featureFamilyCode)
				: null;
	}

	/**
	 * Return these settings with everything they leave open answered by wider ones.
	 * @param wider the settings of the next wider level
	 * @return the combined settings
	 */
	public FeatureSettings orElse(FeatureSettings wider) {
		return new FeatureSettings(this.policy.orElse(wider.policy),
				(this.featureFamilyCode != null) ? this.featureFamilyCode : wider.featureFamilyCode,
				(this.maxRateLimitWait != null) ? this.maxRateLimitWait : wider.maxRateLimitWait,
				this.meters.orElse(wider.meters));
	}

}
