package ai.vluna.spring.autoconfigure;

import java.util.List;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingRequestContext;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjectResolver;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.context.SubjectResolution;
import ai.vluna.spring.context.reactive.BillingRequestContextFilter;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link VlunaContextAutoConfiguration}.
 */
class VlunaContextAutoConfigurationTests {

	private static final AutoConfigurations CONTEXT = AutoConfigurations.of(VlunaContextAutoConfiguration.class);

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
