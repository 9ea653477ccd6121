package ai.vluna.spring.context;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Tells what the application wrote into the {@link BillingRequestContext} of a WebFlux
 * request: read from the Reactor context, or from the thread that context propagation put
 * it on.
 *
 * @since 0.1.0
 */
public final class RequestContextSubjectResolver implements BillingSubjectResolver {

	@Override
	public @Nullable BillingIdentity resolve() {
		BillingRequestContext current = BillingRequestContext.current();
		return (current != null) ? current.toIdentity() : null;
	}

	@Override
	public Mono<BillingIdentity> resolve(ContextView context) {
		BillingRequestContext current = BillingRequestContext.from(context);
		return Mono.justOrEmpty((current != null) ? current.toIdentity() : resolve());
	}

}
