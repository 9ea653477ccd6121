package ai.vluna.spring.client;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What accompanies a call besides its request: who pays, under which key, and by which
 * request id the call can be found in logs.
 *
 * @param principalId the customer, {@code X-Principal-Id}, or {@code null} for a call
 * that concerns the whole realm
 * @param userId the customer's user, {@code X-User-Id}, or {@code null} for a call that
 * concerns the whole realm
 * @param billingAccountId the account that the principal must resolve to,
 * {@code X-Billing-Account-Id}
 * @param idempotencyKey the key under which a repetition is recognised; unique over all
 * customers and realms, since the gate's cache is not scoped by them. Needed to write,
 * not sent to read
 * @param requestId 32 lower-case hex digits, or {@code null} to let the client take the
 * trace's, or make one
 * @param realmAdmin whether to ask for the view over all customers of the realm,
 * {@code X-Realm-Admin}
 * @since 0.1.0
 */
public record CallContext(@Nullable String principalId, @Nullable String userId, @Nullable String billingAccountId,
		@Nullable String idempotencyKey, @Nullable String requestId, boolean realmAdmin) {

	/**
	 * Create a context without an account cross-check and with a generated request id.
	 * @param principalId the customer
	 * @param userId the customer's user
	 * @param idempotencyKey the key of the call
	 */
	public CallContext(String principalId, String userId, String idempotencyKey) {
		this(principalId, userId, null, idempotencyKey, null);
	}

	/**
	 * Create a context of a customer's user.
	 * @param principalId the customer
	 * @param userId the customer's user
	 * @param billingAccountId the account that the principal must resolve to
	 * @param idempotencyKey the key of the call
	 * @param requestId the request id
	 */
	public CallContext(String principalId, String userId, @Nullable String billingAccountId, String idempotencyKey,
			@Nullable String requestId) {
		this(principalId, userId, billingAccountId, idempotencyKey, requestId, false);
	}

	/**
	 * Create a context for reading what belongs to a customer's user.
	 * @param principalId the customer
	 * @param userId the customer's user
	 * @return the context
	 */
	public static CallContext ofUser(String principalId, String userId) {
		return new CallContext(principalId, userId, null, null, null, false);
	}

	/**
	 * Create a context for calls that concern the whole realm, such as the management of
	 * its catalogue.
	 * @return the context
	 */
	public static CallContext ofRealm() {
		return new CallContext(null, null, null, null, null, false);
	}

	/**
	 * Set the key under which a repetition is recognised.
	 * @param idempotencyKey the key
	 * @return another context
	 */
	public CallContext withIdempotencyKey(String idempotencyKey) {
		return new CallContext(this.principalId, this.userId, this.billingAccountId, idempotencyKey, this.requestId,
				this.realmAdmin);
	}

	/**
	 * Set the request id.
	 * @param requestId 32 lower-case hex digits
	 * @return another context
	 */
	public CallContext withRequestId(String requestId) {
		return new CallContext(this.principalId, this.userId, this.billingAccountId, this.idempotencyKey, requestId,
				this.realmAdmin);
	}

	/**
	 * Ask for the view over all customers of the realm. The header is not signed.
	 * @return another context
	 */
	public CallContext asRealmAdmin() {
		return new CallContext(this.principalId, this.userId, this.billingAccountId, this.idempotencyKey,
				this.requestId, true);
	}

	CallContext requireUser() {
		Assert.hasLength(this.principalId, "'principalId' must not be empty: this call is about a customer's user");
		Assert.hasLength(this.userId, "'userId' must not be empty: this call is about a customer's user");
		return this;
	}

	CallContext requireKey() {
		Assert.hasLength(this.idempotencyKey,
				"'idempotencyKey' must not be empty: it is how a repetition is recognised");
		return this;
	}

}
