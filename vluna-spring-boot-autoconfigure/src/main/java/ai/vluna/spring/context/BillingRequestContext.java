package ai.vluna.spring.context;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What the application itself says about who pays for the current request. In servlet
 * applications a request-scoped bean of this type can be injected and filled; in WebFlux
 * {@link #from(ContextView)} finds one in the Reactor context of every request.
 * <p>
 * Not safe for use by several threads at once.
 *
 * @since 0.1.0
 */
public class BillingRequestContext {

	static final String CONTEXT_KEY = BillingRequestContext.class.getName();

	private static final ThreadLocal<@Nullable BillingRequestContext> CURRENT = new ThreadLocal<>();

	private final @Nullable BillingIdentity fromHop;

	private @Nullable String principalId;

	private @Nullable String userId;

	private @Nullable String billingAccountId;

	/**
	 * Create a billing context in which nothing is set.
	 */
	public BillingRequestContext() {
		this(null);
	}

	private BillingRequestContext(@Nullable BillingIdentity fromHop) {
		this.fromHop = fromHop;
	}

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

	/**
	 * Return what was set as an identity.
	 * @return the identity, possibly unknown
	 */
	public BillingIdentity toIdentity() {
		return new BillingIdentity(this.principalId, this.userId, this.billingAccountId);
	}

	/**
	 * Return the billing context of the WebFlux request that a reactive chain belongs to.
	 * @param context the context of the chain
	 * @return the billing context, or {@code null} outside a WebFlux request
	 */
	public static @Nullable BillingRequestContext from(ContextView context) {
		return context.getOrDefault(CONTEXT_KEY, null);
	}

	/**
	 * Return a function for {@code contextWrite} that gives everything upstream a billing
	 * context of its own. For internal use.
	 * @return the function
	 */
	public static Function<Context, Context> write() {
		return (context) -> context.put(CONTEXT_KEY,
				new BillingRequestContext(context.getOrDefault(HeaderSubjectResolver.CONTEXT_KEY, null)));
	}

	/**
	 * Return what a trusted hop said in the headers of the request. It is not part of
	 * what the application says, which wins.
	 * @return the identity, or {@code null} if headers are not read
	 */
	@Nullable BillingIdentity fromHop() {
		return this.fromHop;
	}

	static @Nullable BillingRequestContext current() {
		return CURRENT.get();
	}

	static void bind(@Nullable BillingRequestContext requestContext) {
		if (requestContext != null) {
			CURRENT.set(requestContext);
		}
		else {
			CURRENT.remove();
		}
	}

}
