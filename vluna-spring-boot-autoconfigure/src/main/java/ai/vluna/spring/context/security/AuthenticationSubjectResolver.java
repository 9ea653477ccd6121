package ai.vluna.spring.context.security;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubjectResolver;
import ai.vluna.spring.context.SubjectRule;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Tells who pays from Spring Security's authentication, by the rules for principal and
 * user. An anonymous caller is nobody.
 *
 * @since 0.1.0
 */
public final class AuthenticationSubjectResolver implements BillingSubjectResolver {

	private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

	private final SubjectRule principal;

	private final SubjectRule user;

	/**
	 * Create a resolver.
	 * @param principal the rule of the principal
	 * @param user the rule of the user
	 */
	public AuthenticationSubjectResolver(SubjectRule principal, SubjectRule user) {
		this.principal = principal;
		this.user = user;
	}

	/**
	 * Resolve from the authentication of the current thread.
	 * @return what is known, or {@code null} for nothing
	 * @throws IllegalArgumentException if a claim cannot be an identity
	 */
	@Override
	public @Nullable BillingIdentity resolve() {
		SecurityContext context = SecurityContextHolder.getContext();
		if (context.getAuthentication() == null) {
			// In WebFlux, propagation puts the publisher of a context on the thread.
			context = ReactiveSecurityContextHolder.getContext().contextCapture().toFuture().getNow(null);
		}
		return (context != null) ? identityOf(context) : null;
	}

	@Override
	public Mono<BillingIdentity> resolve(ContextView context) {
		return ReactiveSecurityContextHolder.getContext()
			.contextWrite((empty) -> empty.putAll(context))
			.map(this::identityOf)
			.switchIfEmpty(Mono.fromSupplier(this::resolve));
	}

	private BillingIdentity identityOf(SecurityContext context) {
		Authentication authentication = context.getAuthentication();
		if (authentication == null || !TRUST.isAuthenticated(authentication)) {
			return BillingIdentity.UNKNOWN;
		}
		return BillingIdentity.of(apply(this.principal, authentication), apply(this.user, authentication));
	}

	private static @Nullable String apply(SubjectRule rule, Authentication authentication) {
		String claimName = rule.claimName();
		if (claimName != null) {
			return AuthenticationClaims.find(authentication, claimName);
		}
		return (rule.source() == SubjectRule.Source.AUTHENTICATED) ? authentication.getName() : null;
	}

}
