package ai.vluna.spring.context;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Asks every source in order who pays, until principal and user are known: what the
 * operation says itself, a subject bound with {@link BillingSubjects}, then the
 * resolvers.
 *
 * @since 0.1.0
 */
public final class SubjectResolution {

	private final List<BillingSubjectResolver> resolvers;

	/**
	 * Create a resolution.
	 * @param resolvers the resolvers in order
	 */
	public SubjectResolution(List<BillingSubjectResolver> resolvers) {
		this.resolvers = List.copyOf(resolvers);
	}

	/**
	 * Resolve from what is bound to the current thread.
	 * @param explicit what the operation says itself
	 * @return the subject
	 * @throws MissingBillingSubjectException if principal or user remain unknown
	 * @throws IllegalArgumentException if a value cannot be sent
	 */
	public BillingSubject resolve(BillingIdentity explicit) {
		BillingIdentity known = withBound(explicit, BillingSubjects.current());
		for (int i = 0; i < this.resolvers.size() && !known.isComplete(); i++) {
			BillingIdentity answer = this.resolvers.get(i).resolve();
			known = (answer != null) ? known.orElse(answer) : known;
		}
		return subjectOf(known);
	}

	/**
	 * Resolve from the context of a reactive chain. Does not block.
	 * @param explicit what the operation says itself
	 * @param context the context of the chain
	 * @return the subject, or an error of the types that
	 * {@link #resolve(BillingIdentity)} throws
	 */
	public Mono<BillingSubject> resolve(BillingIdentity explicit, ContextView context) {
		BillingSubject bound = context.getOrDefault(BillingSubjects.CONTEXT_KEY, BillingSubjects.current());
		BillingIdentity known = withBound(explicit, bound);
		if (known.isComplete()) {
			return Mono.fromCallable(() -> subjectOf(known));
		}
		return Flux.fromIterable(this.resolvers)
			.concatMap((resolver) -> resolver.resolve(context), 0)
			.scan(known, BillingIdentity::orElse)
			.takeUntil(BillingIdentity::isComplete)
			.last(known)
			.map(SubjectResolution::subjectOf);
	}

	private static BillingIdentity withBound(BillingIdentity explicit, @Nullable BillingSubject bound) {
		return (bound != null) ? explicit.orElse(bound.toIdentity()) : explicit;
	}

	private static BillingSubject subjectOf(BillingIdentity known) {
		String principalId = known.principalId();
		String userId = known.userId();
		if (principalId == null || userId == null) {
			throw new MissingBillingSubjectException(known);
		}
		return new BillingSubject(principalId, userId, known.billingAccountId());
	}

}
