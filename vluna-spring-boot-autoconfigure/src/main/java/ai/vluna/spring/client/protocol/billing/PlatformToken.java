package ai.vluna.spring.client.protocol.billing;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A token with which the browser of a user reaches the pages of Vluna. It is a secret.
 *
 * @param accessToken the token
 * @param tokenType {@code Bearer}
 * @param expiresIn how long the token was valid when it was issued, in seconds
 * @param expiresAt when the token expires, ISO 8601
 * @param billingAccountId the account of the principal
 * @param billingUserId the user within the account
 * @since 0.1.0
 */
public record PlatformToken(@JsonProperty("access_token") String accessToken,
		@JsonProperty("token_type") @Nullable String tokenType, @JsonProperty("expires_in") @Nullable Long expiresIn,
		@JsonProperty("expires_at") @Nullable String expiresAt,
		@JsonProperty("billing_account_id") @Nullable String billingAccountId,
		@JsonProperty("billing_user_id") @Nullable String billingUserId) {

	/**
	 * Create a token.
	 * @param accessToken the token, never empty
	 * @param tokenType the type
	 * @param expiresIn how long the token was valid
	 * @param expiresAt when the token expires
	 * @param billingAccountId the account
	 * @param billingUserId the user
	 */
	public PlatformToken {
		Assert.hasText(accessToken, "'accessToken' must not be empty");
	}

	@Override
	public String toString() {
		return "PlatformToken[accessToken=******, expiresAt=" + this.expiresAt + "]";
	}

}
