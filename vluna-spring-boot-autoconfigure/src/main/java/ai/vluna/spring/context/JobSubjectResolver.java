package ai.vluna.spring.context;

import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Tells who pays for work that belongs to no web request, such as scheduled jobs. Knows
 * nothing inside a request, so that a caller who cannot be told never becomes the jobs'
 * customer. To be asked last.
 * <p>
 * A thread that was started from a request without context propagation looks like a job.
 *
 * @since 0.1.0
 */
public final class JobSubjectResolver implements BillingSubjectResolver {

	private final BillingIdentity identity;

	private final BooleanSupplier inServletRequest;

	/**
	 * Create a resolver.
	 * @param identity who pays for jobs
	 * @param inServletRequest whether the current thread works for a servlet request
	 */
	public JobSubjectResolver(BillingIdentity identity, BooleanSupplier inServletRequest) {
		this.identity = identity;
		this.inServletRequest = inServletRequest;
	}

	@Override
	public @Nullable BillingIdentity resolve() {
		boolean inRequest = BillingRequestContext.current() != null || this.inServletRequest.getAsBoolean();
		return (!inRequest) ? this.identity : null;
	}

	@Override
	public Mono<BillingIdentity> resolve(ContextView context) {
		return (BillingRequestContext.from(context) == null) ? Mono.justOrEmpty(resolve()) : Mono.empty();
	}

}
