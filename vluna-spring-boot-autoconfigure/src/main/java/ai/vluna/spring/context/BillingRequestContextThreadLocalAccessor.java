package ai.vluna.spring.context;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries the billing context of a WebFlux request from the Reactor context to threads,
 * found through the service loader. Servlet requests are carried with their attributes.
 * For internal use.
 *
 * @since 0.1.0
 */
public final class BillingRequestContextThreadLocalAccessor implements ThreadLocalAccessor<BillingRequestContext> {

	@Override
	public Object key() {
		return BillingRequestContext.CONTEXT_KEY;
	}

	@Override
	public @Nullable BillingRequestContext getValue() {
		return BillingRequestContext.current();
	}

	@Override
	public void setValue(BillingRequestContext value) {
		BillingRequestContext.bind(value);
	}

	@Override
	public void setValue() {
		BillingRequestContext.bind(null);
	}

}
