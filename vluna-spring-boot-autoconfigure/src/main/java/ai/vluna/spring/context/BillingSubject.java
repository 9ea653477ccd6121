package ai.vluna.spring.context;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Who pays. Balance, quotas and leases belong to the pair of principal and user, and the
 * pair never changes between authorize, commit and cancel.
 *
 * @param principalId the customer, printable ASCII without blanks at the ends
 * @param userId the customer's user, printable ASCII without blanks at the ends
 * @param billingAccountId the account that the principal must resolve to, as a
 * cross-check
 * @since 0.1.0
 */
public record BillingSubject(String principalId, String userId, @Nullable String billingAccountId) {

	/**
	 * Create a subject.
	 * @param principalId the customer
	 * @param userId the customer's user
	 * @param billingAccountId the account
	 * @throws IllegalArgumentException if a value cannot be sent as a header
	 */
	public BillingSubject {
		requireHeaderValue("principalId", principalId);
		requireHeaderValue("userId", userId);
		if (billingAccountId != null) {
			requireHeaderValue("billingAccountId", billingAccountId);
		}
	}

	/**
	 * Create a subject without an account.
	 * @param principalId the customer
	 * @param userId the customer's user
	 * @return the subject
	 * @throws IllegalArgumentException if a value cannot be sent as a header
	 */
	public static BillingSubject of(String principalId, String userId) {
		return new BillingSubject(principalId, userId, null);
	}

	/**
	 * Return this subject as an identity.
	 * @return the identity
	 */
	public BillingIdentity toIdentity() {
		return new BillingIdentity(this.principalId, this.userId, this.billingAccountId);
	}

	static void requireHeaderValue(String name, String value) {
		Assert.hasLength(value, () -> "'%s' must not be empty".formatted(name));
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			boolean end = (i == 0 || i == value.length() - 1);
			if (character < ' ' || character > '~' || (end && character == ' ')) {
				throw new IllegalArgumentException(("'%s' must be printable ASCII without blanks at the ends, "
						+ "character %d is not: use an identifier instead of a name")
					.formatted(name, i + 1));
			}
		}
	}

}
