package ai.vluna.spring.context;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Tells what a trusted hop said in the headers of a WebFlux request. It is kept with the
 * request's {@link BillingRequestContext} and read like it.
 *
 * @since 0.1.0
 */
public final class HeaderSubjectResolver implements BillingSubjectResolver {

	static final String CONTEXT_KEY = HeaderSubjectResolver.class.getName();

	/**
	 * Return a function for {@code contextWrite} that gives the word of the hop to every
	 * billing context upstream. For internal use.
	 * @param identity what the hop said
	 * @return the function
	 */
	public static Function<Context, Context> write(BillingIdentity identity) {
		return (context) -> context.put(CONTEXT_KEY, identity);
	}

	@Override
	public @Nullable BillingIdentity resolve() {
		BillingRequestContext current = BillingRequestContext.current();
		return (current != null) ? current.fromHop() : null;
	}

	@Override
	public Mono<BillingIdentity> resolve(ContextView context) {
		BillingRequestContext current = BillingRequestContext.from(context);
		return Mono.justOrEmpty((current != null) ? current.fromHop() : resolve());
	}

}
