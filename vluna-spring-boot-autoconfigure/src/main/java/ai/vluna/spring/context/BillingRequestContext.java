package ai.vluna.spring.context;

import org.jspecify.annotations.Nullable;

/**
 * What the application itself says about who pays for the current request. In servlet
 * applications a request-scoped bean of this type can be injected and filled; in WebFlux
 * one is in the Reactor context of every request.
 * <p>
 * Not safe for use by several threads at once.
 *
 * @since 0.1.0
 */
public class BillingRequestContext {

	private @Nullable String principalId;

	private @Nullable String userId;

	private @Nullable String billingAccountId;

	/**
	 * Return the customer.
	 * @return the principal id, or {@code null} when not set
	 */
	public @Nullable String getPrincipalId() {
		return this.principalId;
	}

	/**
	 * Set the customer.
	 * @param principalId the principal id
	 */
	public void setPrincipalId(@Nullable String principalId) {
		this.principalId = principalId;
	}

	/**
	 * Return the customer's user.
	 * @return the user id, or {@code null} when not set
	 */
	public @Nullable String getUserId() {
		return this.userId;
	}

	/**
	 * Set the customer's user.
	 * @param userId the user id
	 */
	public void setUserId(@Nullable String userId) {
		this.userId = userId;
	}

	/**
	 * Return the account that the principal must resolve to.
	 * @return the account id, or {@code null} when not set
	 */
	public @Nullable String getBillingAccountId() {
		return this.billingAccountId;
	}

	/**
	 * Set the account that the principal must resolve to.
	 * @param billingAccountId the account id
	 */
	public void setBillingAccountId(@Nullable String billingAccountId) {
		this.billingAccountId = billingAccountId;
	}

}
