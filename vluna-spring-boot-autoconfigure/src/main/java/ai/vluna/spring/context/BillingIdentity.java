package ai.vluna.spring.context;

import org.jspecify.annotations.Nullable;

/**
 * What one source knows about who pays; any part may be unknown to it. Identities of
 * several sources complete each other to a {@link BillingSubject}.
 *
 * @param principalId the customer
 * @param userId the customer's user, who has a balance and quotas of their own
 * @param billingAccountId the account that the principal must resolve to
 * @since 0.1.0
 */
public record BillingIdentity(@Nullable String principalId, @Nullable String userId,
		@Nullable String billingAccountId) {

	/**
	 * An identity that knows nothing.
	 */
	public static final BillingIdentity UNKNOWN = new BillingIdentity(null, null, null);

	/**
	 * Create an identity of a customer and a user.
	 * @param principalId the customer
	 * @param userId the customer's user
	 * @return the identity
	 */
	public static BillingIdentity of(@Nullable String principalId, @Nullable String userId) {
		return (principalId != null || userId != null) ? new BillingIdentity(principalId, userId, null) : UNKNOWN;
	}

	/**
	 * Return this identity with its unknown parts taken from another one. The account
	 * only ever comes from the source that named the principal, as it is a check of it.
	 * @param other the identity of the next source
	 * @return the combined identity
	 */
	public BillingIdentity orElse(BillingIdentity other) {
		if (isComplete()) {
			return this;
		}
		boolean ownPrincipal = this.principalId != null;
		return new BillingIdentity(ownPrincipal ? this.principalId : other.principalId,
				(this.userId != null) ? this.userId : other.userId,
				ownPrincipal ? this.billingAccountId : other.billingAccountId);
	}

	/**
	 * Return whether principal and user are known.
	 * @return whether this identity makes a subject
	 */
	public boolean isComplete() {
		return this.principalId != null && this.userId != null;
	}

}
