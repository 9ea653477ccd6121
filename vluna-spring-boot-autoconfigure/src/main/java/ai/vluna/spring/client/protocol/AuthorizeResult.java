package ai.vluna.spring.client.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The data of a granted authorize request. The gate tells neither when the lease expires
 * nor how much may be used.
 *
 * @param leaseToken the token to commit or cancel with
 * @param leaseId the id of the lease
 * @param featureCode the feature code as normalised by the gate
 * @param featureFamilyCode the family of the feature
 * @param budgetId the budget, if one was named
 * @since 0.1.0
 */
public record AuthorizeResult(@JsonProperty("lease_token") String leaseToken,
		@JsonProperty("lease_id") @Nullable String leaseId, @JsonProperty("feature_code") @Nullable String featureCode,
		@JsonProperty("feature_family_code") @Nullable String featureFamilyCode,
		@JsonProperty("budget_id") @Nullable String budgetId) {

	/**
	 * Create a result.
	 * @param leaseToken the token, never empty
	 * @param leaseId the id of the lease
	 * @param featureCode the feature code as normalised by the gate
	 * @param featureFamilyCode the family of the feature
	 * @param budgetId the budget, if one was named
	 */
	public AuthorizeResult {
		Assert.hasText(leaseToken, "'leaseToken' must not be empty");
	}

	@Override
	public String toString() {
		return "AuthorizeResult[leaseToken=******, leaseId=" + this.leaseId + ", featureCode=" + this.featureCode + "]";
	}

}
