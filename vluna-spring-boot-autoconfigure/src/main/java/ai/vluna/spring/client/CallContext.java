package ai.vluna.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * What accompanies the body of a call: who pays, under which key, and by which request id
 * the call can be found in logs.
 *
 * @param principalId the customer, {@code X-Principal-Id}
 * @param userId the customer's user, {@code X-User-Id}
 * @param billingAccountId the account that the principal must resolve to,
 * {@code X-Billing-Account-Id}
 * @param idempotencyKey the key under which a repetition is recognised; unique over all
 * customers and realms, since the gate's cache is not scoped by them
 * @param requestId 32 lower-case hex digits, or {@code null} to let the client make one
 * @since 0.1.0
 */
public record CallContext(String principalId, String userId, @Nullable String billingAccountId, String idempotencyKey,
		@Nullable String requestId) {

	/**
	 * Create a context without an account cross-check and with a generated request id.
	 * @param principalId the customer
	 * @param userId the customer's user
	 * @param idempotencyKey the key of the call
	 */
	public CallContext(String principalId, String userId, String idempotencyKey) {
		this(principalId, userId, null, idempotencyKey, null);
	}

}
