package ai.vluna.spring.client.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A feature that the user may use, and its limits. Inactive features are listed too.
 *
 * @param featureCode the feature
 * @param featureFamilyCode the family of the feature
 * @param unit the name of the feature's unit
 * @param quotas the quota windows
 * @param rates the rate windows
 * @param meters the meters that a commit of the feature may name
 * @since 0.1.0
 */
public record FeatureLimit(@JsonProperty("feature_code") String featureCode,
		@JsonProperty("feature_family_code") @Nullable String featureFamilyCode,
		@JsonProperty("unit") @Nullable String unit, @JsonProperty("quotas") List<LimitWindow> quotas,
		@JsonProperty("rates") List<LimitWindow> rates, @JsonProperty("meters") List<String> meters) {

	/**
	 * Create a feature limit.
	 * @param featureCode the feature, never empty
	 * @param featureFamilyCode the family of the feature
	 * @param unit the name of the feature's unit
	 * @param quotas the quota windows; absent is none
	 * @param rates the rate windows; absent is none
	 * @param meters the allowed meters; absent is none
	 */
	public FeatureLimit {
		Assert.hasText(featureCode, "'featureCode' must not be empty");
		quotas = (quotas != null) ? List.copyOf(quotas) : List.of();
		rates = (rates != null) ? List.copyOf(rates) : List.of();
		meters = (meters != null) ? List.copyOf(meters) : List.of();
	}

}
