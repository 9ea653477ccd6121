package ai.vluna.spring.client;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Speaks to one realm of one Vluna server: signs, sends, retries what was not answered
 * and decodes. It knows nothing of leases, policies or annotations.
 * <p>
 * What an application needs most has typed methods, grouped by noun. Every other endpoint
 * of the service API is a {@link #call call} or a list of {@link #pages pages}.
 * <p>
 * Instances are immutable and safe for use by any number of threads. No method blocks;
 * all of them throw {@link IllegalArgumentException} when a value cannot be sent as it
 * is.
 *
 * @since 0.1.0
 */
public interface VlunaClient {

	/**
	 * Return the operations of the usage gate.
	 * @return the gate operations, always the same instance
	 */
	GateOperations gate();

	/**
	 * Return the operations on a user's money.
	 * @return the wallet operations
	 */
	default WalletOperations wallet() {
		return new WalletOperations(this);
	}

	/**
	 * Return the operations on a user's budgets.
	 * @return the budget operations
	 */
	default BudgetOperations budgets() {
		return new BudgetOperations(this);
	}

	/**
	 * Return the operations on events that are rated later.
	 * @return the event operations
	 */
	default EventOperations events() {
		return new EventOperations(this);
	}

	/**
	 * Return the operations on tokens for browsers.
	 * @return the token operations
	 */
	default TokenOperations tokens() {
		return new TokenOperations(this);
	}

	/**
	 * Return the reports on a user's usage.
	 * @return the report operations
	 */
	default ReportOperations reports() {
		return new ReportOperations(this);
	}

	/**
	 * Prepare a request to any endpoint of the service API.
	 * <p>
	 * What is not answered is sent again when that does no harm: a {@code GET},
	 * {@code PUT} or {@code DELETE}, a request with an idempotency key, and one that says
	 * it is {@linkplain VlunaRequest#repeatable() repeatable}. Anything else is sent
	 * once.
	 * @param <T> the type of the answer's data
	 * @param context who pays, {@link CallContext#ofRealm()} for nobody, and the
	 * idempotency key, without which the gate refuses most writes
	 * @param request the request
	 * @param dataType what the {@code data} of the answer becomes; unknown fields are
	 * ignored
	 * @return a call that can be sent any number of times
	 */
	<T> VlunaCall<T> call(CallContext context, VlunaRequest request, ParameterizedTypeReference<T> dataType);

	/**
	 * Prepare a request to any endpoint of the service API.
	 * @param <T> the type of the answer's data
	 * @param context who pays, and the idempotency key
	 * @param request the request
	 * @param dataType what the {@code data} of the answer becomes, {@code Object} for
	 * whatever it is
	 * @return a call that can be sent any number of times
	 * @see #call(CallContext, VlunaRequest, ParameterizedTypeReference)
	 */
	default <T> VlunaCall<T> call(CallContext context, VlunaRequest request, Class<T> dataType) {
		return call(context, request, ParameterizedTypeReference.forType(dataType));
	}

	/**
	 * Read a list that the gate hands out page by page. Nothing is sent before the items
	 * are asked for.
	 * @param <T> the type of the items
	 * @param context who pays, {@link CallContext#ofRealm()} for nobody
	 * @param request a {@code GET}; its {@code limit} is the size of a page
	 * @param itemType what each item becomes
	 * @return the items
	 */
	default <T> VlunaPages<T> pages(CallContext context, VlunaRequest request, Class<T> itemType) {
		return new VlunaPages<>(this, context, request, itemType);
	}

}
