package ai.vluna.spring.client.protocol.billing;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The money of a user. The gate counts what was credited to the wallet twice, on the
 * ledger and as a grant: a credit of 10 shows as 20. The grants themselves are right.
 *
 * @param billingAccountId the account of the principal
 * @param billingUserId the user within the account
 * @param balances what can be spent, never less than 0
 * @param outstandingBalances what is left when everything is settled, possibly negative
 * @param grants what the money consists of
 * @since 0.1.0
 */
public record WalletBalance(@JsonProperty("billing_account_id") @Nullable String billingAccountId,
		@JsonProperty("billing_user_id") @Nullable String billingUserId,
		@JsonProperty(value = "balances", required = true) Amounts balances,
		@JsonProperty("outstanding_balances") @Nullable Amounts outstandingBalances,
		@JsonProperty("grants") List<Grant> grants) {

	/**
	 * Create a balance.
	 * @param billingAccountId the account
	 * @param billingUserId the user
	 * @param balances what can be spent
	 * @param outstandingBalances what is left when everything is settled
	 * @param grants the grants; absent is none
	 */
	public WalletBalance {
		grants = (grants != null) ? List.copyOf(grants) : List.of();
	}

	/**
	 * An amount in two units.
	 *
	 * @param xusd the amount in XUSD, a decimal integer; 1 XUSD is 0.000001 USD
	 * @param usd the same amount in US dollars, a decimal number
	 */
	public record Amounts(@JsonProperty(value = "xusd", required = true) String xusd,
			@JsonProperty("usd") @Nullable String usd) {

	}

	/**
	 * Money that was granted to the user.
	 *
	 * @param grantId the id
	 * @param grantProgramCode the programme that issued it
	 * @param name a name to show
	 * @param origin where it comes from, such as {@code cash}
	 * @param onLedger whether it is contained in the ledger's balance
	 * @param priority the order of consumption, lower first
	 * @param status {@code active}, {@code expired}, {@code pending_close} or
	 * {@code canceled}
	 * @param windowStart from when it can be spent, ISO 8601
	 * @param windowEnd until when it can be spent, ISO 8601
	 * @param issued how much was granted
	 * @param remaining how much is left, possibly negative
	 * @param consumedXusd how much was spent in XUSD
	 */
	public record Grant(@JsonProperty("grant_id") @Nullable String grantId,
			@JsonProperty("grant_program_code") @Nullable String grantProgramCode,
			@JsonProperty("name") @Nullable String name, @JsonProperty("origin") @Nullable String origin,
			@JsonProperty("on_ledger") boolean onLedger, @JsonProperty("priority") @Nullable Integer priority,
			@JsonProperty("status") @Nullable String status, @JsonProperty("window_start") @Nullable String windowStart,
			@JsonProperty("window_end") @Nullable String windowEnd, @JsonProperty("issued") @Nullable Amounts issued,
			@JsonProperty("remaining") @Nullable Amounts remaining,
			@JsonProperty("consumed_xusd") @Nullable String consumedXusd) {

	}

}
