package ai.vluna.spring.client.protocol.billing;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The data of an answered adjustment.
 *
 * @param billingAccountId the account of the principal
 * @param billingUserId the user within the account
 * @param balanceXusd the balance of the ledger in XUSD as it is now, also when the change
 * was made by an earlier call under the same key
 * @since 0.1.0
 */
public record AdjustedBalance(@JsonProperty("billing_account_id") @Nullable String billingAccountId,
		@JsonProperty("billing_user_id") @Nullable String billingUserId,
		@JsonProperty(value = "balance", required = true) String balanceXusd) {

}
