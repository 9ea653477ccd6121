package ai.vluna.spring.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingRequestContext;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjectResolver;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.context.SubjectResolution;
import ai.vluna.spring.context.reactive.BillingRequestContextFilter;
import ai.vluna.spring.context.servlet.SubjectHeadersFilter;
import io.micrometer.context.ContextRegistry;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link VlunaContextAutoConfiguration}.
 */
class VlunaContextAutoConfigurationTests {

	private static final AutoConfigurations CONTEXT = AutoConfigurations.of(VlunaContextAutoConfiguration.class);

	private static final String USER_HEADER = "vluna.subject.headers.user=X-User";

	private static final String HOPS = "vluna.subject.headers.trusted-hops=10.0.0.0/8";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONTEXT);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(CONTEXT);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONTEXT);

	@AfterEach
	void leaveTheRequest() {
		RequestContextHolder.resetRequestAttributes();
		SecurityContextHolder.clearContext();
	}

	@Test
	void principalAndUserAreMandatory() {
		this.runner.run((context) -> assertThat(rootOf(context.getStartupFailure())).isInstanceOfSatisfying(
				MissingVlunaPropertiesException.class,
				(ex) -> assertThat(ex.getNames()).containsExactly("vluna.subject.principal", "vluna.subject.user")));
		this.runner.withPropertyValues("vluna.subject.principal=fixed:acme")
			.run((context) -> assertThat(rootOf(context.getStartupFailure())).isInstanceOfSatisfying(
					MissingVlunaPropertiesException.class,
					(ex) -> assertThat(ex.getNames()).containsExactly("vluna.subject.user")));
	}

	@Test
	void badRulesNamePropertyValueAndRemedy() {
		refuses("vluna.subject.principal=acme", "vluna.subject.principal", "acme", "fixed:");
		refuses("vluna.subject.principal=fixed:", "vluna.subject.principal", "fixed:acme");
		refuses("vluna.subject.principal=resolver", "vluna.subject.principal", "BillingSubjectResolver bean");
		this.runner.withPropertyValues("vluna.subject.principal=claim:tenant", "vluna.subject.user=authenticated")
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.hasMessageContaining("vluna.subject.principal")
				.hasMessageContaining("Spring Security is not on the class path"));
		this.runner
			.withPropertyValues("vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:u1",
					"vluna.subject.jobs.principal=acme")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.hasMessageContaining("vluna.subject.jobs.user"));
	}

	@Test
	void fixedIdsAreTheLastAnswer() throws Exception {
		this.runner.withPropertyValues("vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:u1")
			.run((context) -> {
				assertThat(resolve(context)).isEqualTo(BillingSubject.of("acme", "u1"));
				BillingSubject explicit = BillingSubject.of("globex", "u2");
				assertThat(BillingSubjects.with(explicit, () -> resolve(context))).isEqualTo(explicit);
			});
	}

	@Test
	void anApplicationsResolverMakesThePropertiesOptional() {
		this.runner.withBean(BillingSubjectResolver.class, () -> () -> BillingIdentity.of("from-resolver", "u9"))
			.run((context) -> assertThat(resolve(context)).isEqualTo(BillingSubject.of("from-resolver", "u9")));
	}

	@Test
	void theAuthenticationTellsTheUser() {
		this.runner.withPropertyValues("vluna.subject.principal=fixed:acme", "vluna.subject.user=authenticated")
			.run((context) -> {
				assertThatExceptionOfType(MissingBillingSubjectException.class).isThrownBy(() -> resolve(context));
				SecurityContextHolder.getContext()
					.setAuthentication(new TestingAuthenticationToken("alice", "x", "USER"));
				assertThat(resolve(context)).isEqualTo(BillingSubject.of("acme", "alice"));
			});
	}

	@Test
	void jobsHaveASubjectOnlyOutsideOfRequests() {
		this.servlet
			.withPropertyValues("vluna.subject.principal=resolver", "vluna.subject.user=resolver",
					"vluna.subject.jobs.principal=house", "vluna.subject.jobs.user=batch")
			.run((context) -> {
				assertThat(resolve(context)).isEqualTo(BillingSubject.of("house", "batch"));
				RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
				assertThatExceptionOfType(MissingBillingSubjectException.class).isThrownBy(() -> resolve(context));
			});
	}

	@Test
	void theRequestsOwnWordWinsInAServletApplication() {
		this.servlet.withPropertyValues("vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:u1")
			.run((context) -> {
				RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
				context.getBean(BillingRequestContext.class).setPrincipalId("said");
				assertThat(resolve(context)).isEqualTo(BillingSubject.of("said", "u1"));
				assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
					.anyMatch((accessor) -> accessor.getClass().getName().contains("RequestAttributes"));
			});
	}

	@Test
	void aWebFluxApplicationHasAFilterInsteadOfARequestScope() {
		this.reactive.withPropertyValues("vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:u1")
			.run((context) -> assertThat(context).hasSingleBean(BillingRequestContextFilter.class)
				.doesNotHaveBean(BillingRequestContext.class));
	}

	@Test
	void headersAreOffUntilOneIsNamed() {
		this.servlet.withPropertyValues(fixed())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SubjectHeadersFilter.class));
		this.reactive.withPropertyValues(fixed())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpHandlerDecoratorFactory.class));
		this.servlet.withPropertyValues(fixed(USER_HEADER))
			.run((context) -> assertThat(context).hasSingleBean(SubjectHeadersFilter.class));
	}

	@Test
	void headersOfTrustedHopsWinOverFixedIdsAndLoseToTheAuthentication() {
		this.servlet
			.withPropertyValues("vluna.subject.principal=fixed:acme", "vluna.subject.user=authenticated",
					"vluna.subject.headers.principal=X-Customer", USER_HEADER,
					"vluna.subject.headers.trusted-hops=192.168.0.1,10.0.0.0/8")
			.run((context) -> {
				enter(context, "10.0.0.7");
				assertThat(resolve(context)).isEqualTo(BillingSubject.of("globex", "alice"));
				SecurityContextHolder.getContext()
					.setAuthentication(new TestingAuthenticationToken("carol", "x", "USER"));
				assertThat(resolve(context)).isEqualTo(BillingSubject.of("globex", "carol"));
				enter(context, "172.16.0.1");
				assertThat(resolve(context)).isEqualTo(BillingSubject.of("acme", "carol"));
			});
	}

	@Test
	void headersAloneCanResolve() {
		this.servlet
			.withPropertyValues("vluna.subject.principal=resolver", "vluna.subject.user=resolver",
					"vluna.subject.headers.principal=X-Customer", USER_HEADER, HOPS)
			.run((context) -> {
				enter(context, "10.0.0.7");
				assertThat(resolve(context)).isEqualTo(BillingSubject.of("globex", "alice"));
				enter(context, "172.16.0.1");
				assertThatExceptionOfType(MissingBillingSubjectException.class).isThrownBy(() -> resolve(context));
			});
	}

	@Test
	void aForwardedAddressIsNoHopInWebFlux() throws Exception {
		AtomicReference<BillingSubject> resolved = new AtomicReference<>();
		AtomicReference<ApplicationContext> application = new AtomicReference<>();
		WebHandler handler = (exchange) -> Mono
			.deferContextual(
					(view) -> application.get().getBean(SubjectResolution.class).resolve(BillingIdentity.UNKNOWN, view))
			.doOnNext(resolved::set)
			.then();
		this.reactive.withPropertyValues(fixed(USER_HEADER))
			.withBean("webHandler", WebHandler.class, () -> handler)
			.withBean("forwardedHeaderTransformer", ForwardedHeaderTransformer.class, ForwardedHeaderTransformer::new)
			.run((context) -> {
				application.set(context);
				exchange(context, "10.0.0.7", "172.16.0.1");
				assertThat(resolved.get()).isEqualTo(BillingSubject.of("acme", "alice"));
				exchange(context, "172.16.0.1", "10.0.0.7");
				assertThat(resolved.get()).isEqualTo(BillingSubject.of("acme", "u1"));
			});
	}

	@Test
	void badHeadersNamePropertyValueAndRemedy() {
		refusesHeaders(USER_HEADER, "vluna.subject.headers.trusted-hops=").contains(
				"Property vluna.subject.headers.user", "'X-User'", "list the addresses of your proxies",
				"'vluna.subject.headers.trusted-hops'");
		refusesHeaders("vluna.subject.headers.principal=X Customer")
			.contains("Property vluna.subject.headers.principal", "'X Customer'", "'X-Customer-Id'");
		refusesHeaders(USER_HEADER, "vluna.subject.headers.trusted-hops=10.0.0.1,proxy.local").contains(
				"Property vluna.subject.headers.trusted-hops", "'10.0.0.1,proxy.local'", "'proxy.local' must be",
				"'10.1.0.0/16'");
	}

	@Test
	void headersNeedTheAddressOfTheConnection() {
		refusesHeaders(USER_HEADER, "server.forward-headers-strategy=NATIVE")
			.contains("Property server.forward-headers-strategy", "'NATIVE'", "'framework' or 'none'");
		refusesHeaders(USER_HEADER, "spring.main.cloud-platform=kubernetes").contains("default on cloud platforms");
		this.servlet
			.withPropertyValues(fixed(USER_HEADER, "spring.main.cloud-platform=kubernetes",
					"server.forward-headers-strategy=framework"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void contextPropagationIsOptional() {
		this.servlet.withPropertyValues("vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:u1")
			.withClassLoader(new FilteredClassLoader(ContextRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SubjectResolution.class));
	}

	@Test
	void theResolutionBacksOff() {
		this.runner.withBean("own", SubjectResolution.class, () -> new SubjectResolution(List.of()))
			.run((context) -> assertThat(context).hasSingleBean(SubjectResolution.class).hasBean("own"));
	}

	private void refuses(String property, String... words) {
		this.runner.withPropertyValues("vluna.subject.principal=fixed:x", "vluna.subject.user=fixed:u1", property)
			.run((context) -> assertThat(
					rootOf(context.getStartupFailure()).toString() + rootOf(context.getStartupFailure()))
				.contains(words));
	}

	private AbstractStringAssert<?> refusesHeaders(String... properties) {
		AtomicReference<String> servlet = new AtomicReference<>();
		this.servlet.withPropertyValues(fixed(properties))
			.run((context) -> servlet.set(rootOf(context.getStartupFailure()).toString()));
		this.reactive.withPropertyValues(fixed(properties))
			.run((context) -> assertThat(rootOf(context.getStartupFailure())).hasToString(servlet.get()));
		return assertThat(servlet.get()).startsWith(InvalidConfigurationPropertyValueException.class.getName());
	}

	private static String[] fixed(String... more) {
		return Stream
			.concat(Stream.of("vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:u1", HOPS),
					Stream.of(more))
			.toArray(String[]::new);
	}

	private static void enter(ApplicationContext context, String hop) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(hop);
		request.addHeader("X-Customer", "globex");
		request.addHeader("X-User", "alice");
		context.getBean(SubjectHeadersFilter.class)
			.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
	}

	private static void exchange(ApplicationContext context, String hop, String forwardedFor)
			throws UnknownHostException {
		MockServerHttpRequest request = MockServerHttpRequest.get("/")
			.remoteAddress(new InetSocketAddress(InetAddress.getByName(hop), 80))
			.header("X-Forwarded-For", forwardedFor)
			.header("X-User", "alice")
			.build();
		WebHttpHandlerBuilder.applicationContext(context)
			.build()
			.handle(request, new MockServerHttpResponse())
			.block(Duration.ofSeconds(5));
	}

	private static BillingSubject resolve(ApplicationContext context) {
		return context.getBean(SubjectResolution.class).resolve(BillingIdentity.UNKNOWN);
	}

	private static Throwable rootOf(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

}
