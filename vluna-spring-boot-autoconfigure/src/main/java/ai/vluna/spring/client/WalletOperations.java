package ai.vluna.spring.client;

import ai.vluna.spring.client.protocol.billing.AdjustedBalance;
import ai.vluna.spring.client.protocol.billing.WalletAdjustment;
import ai.vluna.spring.client.protocol.billing.WalletBalance;

/**
 * The money of a user. Balances belong to a principal's user, not to the principal: each
 * user has a wallet of their own.
 *
 * @since 0.1.0
 */
public final class WalletOperations {

	private final VlunaClient client;

	WalletOperations(VlunaClient client) {
		this.client = client;
	}

	/**
	 * Prepare the question for the balance, {@code GET /mgt/v1/wallet/balance}.
	 * <p>
	 * Amounts are in XUSD; see {@link WalletBalance} for what the gate counts twice. A
	 * question for a user that nobody heard of creates them.
	 * @param context the subject
	 * @return a call that can be sent any number of times
	 */
	public VlunaCall<WalletBalance> balance(CallContext context) {
		return this.client.call(context.requireUser(), VlunaRequest.get("/wallet/balance"), WalletBalance.class);
	}

	/**
	 * Prepare a change of the balance, {@code POST /mgt/v1/wallet/adjustments}.
	 * <p>
	 * The wallet remembers the key for ever: a repetition changes nothing and tells the
	 * balance of now. The balance may become negative. Refused with 422 when an amount
	 * cannot be read.
	 * @param context the subject and the idempotency key
	 * @param adjustment the change
	 * @return a call that can be sent any number of times under the same key
	 */
	public VlunaCall<AdjustedBalance> adjust(CallContext context, WalletAdjustment adjustment) {
		return this.client.call(context.requireUser().requireKey(),
				VlunaRequest.post("/wallet/adjustments").body(adjustment), AdjustedBalance.class);
	}

}
