package ai.vluna.spring.context;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Tells who pays for the work that is about to start. Register implementations as beans;
 * they are asked in order, and for each part of the identity the first answer wins.
 * <p>
 * Never trust a header that a client can set.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BillingSubjectResolver {

	/**
	 * Resolve from what is bound to the current thread. Called on the thread that starts
	 * the work.
	 * @return what is known, or {@code null} for nothing
	 */
	@Nullable BillingIdentity resolve();

	/**
	 * Resolve from the context of a reactive chain. Called on a thread that may be an
	 * event loop: it must not block. Asks {@link #resolve()} by default, for what context
	 * propagation has put back on the thread.
	 * @param context the context of the chain
	 * @return what is known, or empty for nothing
	 */
	default Mono<BillingIdentity> resolve(ContextView context) {
		return Mono.justOrEmpty(resolve());
	}

}
