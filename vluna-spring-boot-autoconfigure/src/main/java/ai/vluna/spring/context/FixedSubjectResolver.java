package ai.vluna.spring.context;

import org.jspecify.annotations.Nullable;

/**
 * Tells the ids that are fixed by configuration.
 *
 * @since 0.1.0
 */
public final class FixedSubjectResolver implements BillingSubjectResolver {

	private final BillingIdentity identity;

	/**
	 * Create a resolver.
	 * @param principal the rule of the principal
	 * @param user the rule of the user
	 */
	public FixedSubjectResolver(SubjectRule principal, SubjectRule user) {
		this.identity = BillingIdentity.of(principal.fixedId(), user.fixedId());
	}

	@Override
	public @Nullable BillingIdentity resolve() {
		return this.identity;
	}

}
