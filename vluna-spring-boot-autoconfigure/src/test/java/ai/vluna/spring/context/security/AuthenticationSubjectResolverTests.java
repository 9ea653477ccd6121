package ai.vluna.spring.context.security;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.SubjectRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import org.springframework.core.OverridingClassLoader;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AuthenticationSubjectResolver}.
 */
class AuthenticationSubjectResolverTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final AuthenticationSubjectResolver resolver = resolver("claim:customerId", "authenticated");

	@AfterEach
	void clear() {
		SecurityContextHolder.clearContext();
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@MethodSource
	void findsAClaimWhereverItIs(Object principal) {
		authenticate(principal);
		BillingIdentity identity = this.resolver.resolve();
		assertThat(identity).isNotNull();
		assertThat(identity.principalId()).isEqualTo("acme");
	}

	static List<Object> findsAClaimWhereverItIs() {
		Map<String, Object> claims = Map.of("sub", "alice", "customerId", "acme");
		return List.of(jwt("customerId", "acme"),
				new DefaultOAuth2AuthenticatedPrincipal("alice", claims, AuthorityUtils.NO_AUTHORITIES),
				new DefaultOidcUser(AuthorityUtils.NO_AUTHORITIES,
						new OidcIdToken("token", Instant.EPOCH, Instant.MAX, claims)),
				new CustomerDetails("acme"), new CustomerRecord("acme"), claims);
	}

	@Test
	void findsTheClaimOfATokenWhosePrincipalWasReplaced() {
		SecurityContextHolder.getContext()
			.setAuthentication(
					new TestingAuthenticationToken("alice", jwt("customerId", "acme"), AuthorityUtils.NO_AUTHORITIES));
		assertThat(this.resolver.resolve()).isEqualTo(BillingIdentity.of("acme", "alice"));
	}

	@Test
	void appliesTheRulesForPrincipalAndUser() {
		authenticate(new CustomerDetails("acme"));
		assertThat(this.resolver.resolve()).isEqualTo(BillingIdentity.of("acme", "alice"));
		assertThat(resolver("authenticated", "claim:customerId").resolve())
			.isEqualTo(BillingIdentity.of("alice", "acme"));
		assertThat(resolver("fixed:globex", "resolver").resolve()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void aMissingClaimIsNoAnswer() {
		authenticate(new CustomerDetails("acme"));
		assertThat(resolver("claim:other", "authenticated").resolve()).isEqualTo(BillingIdentity.of(null, "alice"));
		authenticate(jwt("other", "x"));
		assertThat(resolver("claim:customerId", "fixed:a").resolve()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void nobodyIsKnownWithoutAnAuthentication() {
		assertThat(this.resolver.resolve()).isNull();
		assertThat(this.resolver.resolve(Context.empty()).block(TIMEOUT)).isNull();
	}

	@Test
	void anAnonymousOrUnauthenticatedCallerIsNobody() {
		authenticate((Authentication) new AnonymousAuthenticationToken("key", "anonymousUser",
				AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
		assertThat(this.resolver.resolve()).isEqualTo(BillingIdentity.UNKNOWN);
		TestingAuthenticationToken unauthenticated = new TestingAuthenticationToken("alice", null);
		unauthenticated.setAuthenticated(false);
		authenticate(unauthenticated);
		assertThat(this.resolver.resolve()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@ParameterizedTest
	@MethodSource
	void convertsAClaimThatIsNoText(Object value, String expected) {
		authenticate(jwt("customerId", value));
		assertThat(this.resolver.resolve()).isEqualTo(BillingIdentity.of(expected, "alice"));
	}

	static List<Object[]> convertsAClaimThatIsNoText() {
		return List.of(new Object[] { 42, "42" }, new Object[] { 10_000_000_000L, "10000000000" },
				new Object[] { 1.0e7, "10000000" });
	}

	@ParameterizedTest
	@ValueSource(strings = { "list", "map", "flag" })
	void refusesAClaimThatIsNoSingleValue(String kind) {
		authenticate(jwt("customerId",
				Map.of("list", List.of("acme", "globex"), "map", Map.of("id", "acme"), "flag", true).get(kind)));
		assertThatIllegalArgumentException().isThrownBy(this.resolver::resolve)
			.withMessageContainingAll("Claim 'customerId'", "is of type 'java.", "BillingSubjectResolver");
	}

	@Test
	void readsTheReactorContextBeforeTheThread() {
		authenticate(new CustomerDetails("globex"));
		Context context = ReactiveSecurityContextHolder.withAuthentication(token(new CustomerDetails("acme")));
		assertThat(this.resolver.resolve(context).block(TIMEOUT)).isEqualTo(BillingIdentity.of("acme", "alice"));
		assertThat(this.resolver.resolve(Context.empty()).block(TIMEOUT))
			.isEqualTo(BillingIdentity.of("globex", "alice"));
	}

	@Test
	void anAnonymousReactorContextDoesNotFallBackToTheThread() {
		authenticate(new CustomerDetails("globex"));
		Context context = ReactiveSecurityContextHolder.withSecurityContext(Mono.just(new SecurityContextImpl()));
		assertThat(this.resolver.resolve(context).block(TIMEOUT)).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void blockingCodeInAReactiveChainKnowsItsAuthenticationWithAutomaticPropagation() {
		Hooks.enableAutomaticContextPropagation();
		Mono<BillingIdentity> blocking = Mono.fromCallable(this.resolver::resolve)
			.subscribeOn(Schedulers.boundedElastic())
			.contextWrite(ReactiveSecurityContextHolder.withAuthentication(token(new CustomerDetails("acme"))));
		assertThat(blocking.block(TIMEOUT)).isEqualTo(BillingIdentity.of("acme", "alice"));
	}

	@Test
	void worksWithoutOAuth2OnTheClassPath() throws Exception {
		ClassLoader withoutOAuth2 = new OverridingClassLoader(getClass().getClassLoader()) {

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.startsWith("ai.vluna.spring.context.security.Authentication");
			}

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				if (name.startsWith("org.springframework.security.oauth2.")) {
					throw new ClassNotFoundException(name);
				}
				return super.loadClass(name, resolve);
			}

		};
		authenticate(new CustomerDetails("acme"));
		Class<?> type = withoutOAuth2.loadClass(AuthenticationSubjectResolver.class.getName());
		assertThat(type).isNotSameAs(AuthenticationSubjectResolver.class);
		Object isolated = type.getConstructor(SubjectRule.class, SubjectRule.class)
			.newInstance(SubjectRule.parse("principal", "claim:customerId"),
					SubjectRule.parse("user", "authenticated"));
		assertThat(type.getMethod("resolve").invoke(isolated)).isEqualTo(BillingIdentity.of("acme", "alice"));
	}

	private static AuthenticationSubjectResolver resolver(String principal, String user) {
		return new AuthenticationSubjectResolver(SubjectRule.parse("principal", principal),
				SubjectRule.parse("user", user));
	}

	private static void authenticate(Object principal) {
		authenticate(token(principal));
	}

	private static void authenticate(Authentication authentication) {
		SecurityContextHolder.getContext().setAuthentication(authentication);
	}

	private static Authentication token(Object principal) {
		return new TestingAuthenticationToken(principal, null, AuthorityUtils.NO_AUTHORITIES) {

			@Override
			public String getName() {
				return "alice";
			}

		};
	}

	private static Jwt jwt(String claim, Object value) {
		return Jwt.withTokenValue("token").header("alg", "none").claim("sub", "alice").claim(claim, value).build();
	}

	public static final class CustomerDetails extends User {

		private static final long serialVersionUID = 1L;

		private final String customerId;

		CustomerDetails(String customerId) {
			super("alice", "secret", AuthorityUtils.NO_AUTHORITIES);
			this.customerId = customerId;
		}

		public String getCustomerId() {
			return this.customerId;
		}

	}

	public record CustomerRecord(String customerId) {
	}

}
