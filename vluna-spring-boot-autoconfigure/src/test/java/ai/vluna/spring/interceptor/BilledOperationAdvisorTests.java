package ai.vluna.spring.interceptor;

import java.util.function.Consumer;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.denial.BillingDeniedException;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.InfrastructureAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BilledOperationAdvisor} in an application context, and for its place
 * among the other advisors.
 */
@ExtendWith(OutputCaptureExtension.class)
class BilledOperationAdvisorTests {

	@Test
	void worksWithoutAspectJ() {
		assertThat(ClassUtils.isPresent("org.aspectj.weaver.Advice", null)).isFalse();
		withContext((context) -> {
			assertThat(context.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME))
				.isInstanceOf(InfrastructureAdvisorAutoProxyCreator.class);
			context.getBean(Summaries.class).summarise("text");
			assertThat(events(context)).containsExactly("value", "commit");
		}, new MockEnvironment(), Summaries.class);
	}

	@Test
	void proxiesClassesUnlessToldOtherwise() {
		withContext((context) -> assertThat(AopUtils.isCglibProxy(context.getBean(Job.class))).isTrue(),
				new MockEnvironment(), StringJob.class);
		withContext((context) -> assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Job.class))).isTrue(),
				interfaceProxies(), StringJob.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void billsCallsThroughGenericInterfacesOnce(boolean classProxy) {
		withContext((context) -> {
			@SuppressWarnings("unchecked")
			Job<String> job = context.getBean(Job.class);
			assertThat(job.run("x")).isEqualTo("x");
			assertThat(events(context)).containsExactly("value", "commit");
			assertThat(job.other()).isEqualTo("other");
			assertThat(events(context)).hasSize(2);
		}, classProxy ? new MockEnvironment() : interfaceProxies(), StringJob.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void billsByTheAnnotationOfAnInterface(boolean classProxy) {
		withContext((context) -> {
			context.getBean(Client.class).call("acme");
			assertThat(context.getBean(RecordingTemplate.class).operation().identity().principalId()).isEqualTo("acme");
		}, classProxy ? new MockEnvironment() : interfaceProxies(), HandWrittenClient.class);
	}

	@Test
	void billsClientsThatAreMadeFromInterfaces() {
		withContext((context) -> {
			assertThat(context.getBean(Client.class).call("acme")).isEqualTo("called");
			assertThat(events(context)).containsExactly("value", "commit");
		}, new MockEnvironment(), GeneratedClients.class);
	}

	@Test
	void billsProtectedAndPackagePrivateMethodsOfClasses() {
		withContext((context) -> {
			Summaries summaries = context.getBean(Summaries.class);
			summaries.packagePrivate();
			summaries.hidden();
			assertThat(events(context)).containsExactly("value", "commit", "value", "commit");
		}, new MockEnvironment(), Summaries.class);
	}

	@Test
	void startsWithoutWarnings(CapturedOutput output) {
		withContext((context) -> {
			login("USER");
			assertThat(context.getBean(Ordering.class).work("x")).isEqualTo("x");
		}, new MockEnvironment(), Full.class, Ordering.class);
		assertThat(output).doesNotContain("WARN").doesNotContain("not eligible");
	}

	@Test
	void cacheHitsAreFree() {
		withContext((context) -> {
			Ordering ordering = context.getBean(Ordering.class);
			login("USER");
			assertThat(ordering.work("x")).isEqualTo("x");
			assertThat(ordering.work("x")).isEqualTo("x");
			assertThat(events(context)).containsExactly("value", "begin", "end", "commit");
		}, new MockEnvironment(), Full.class, Ordering.class);
	}

	@Test
	void deniedCallsOpenNoTransaction() {
		withContext((context) -> {
			context.getBean(RecordingTemplate.class).denying = true;
			login("USER");
			assertThatExceptionOfType(BillingDeniedException.class)
				.isThrownBy(() -> context.getBean(Ordering.class).work("x"));
			assertThat(events(context)).containsExactly("value");
		}, new MockEnvironment(), Full.class, Ordering.class);
	}

	@Test
	void callsThatSecurityRefusesAreNotAuthorized() {
		withContext((context) -> {
			login("GUEST");
			assertThatExceptionOfType(AccessDeniedException.class)
				.isThrownBy(() -> context.getBean(Ordering.class).work("x"));
			assertThat(events(context)).isEmpty();
		}, new MockEnvironment(), Full.class, Ordering.class);
	}

	@Test
	void leavesAnOrderOfCachingThatTheApplicationChose() {
		withContext((context) -> assertThat(cacheOrder(context)).isEqualTo(Ordered.LOWEST_PRECEDENCE - 50),
				new MockEnvironment(), ChosenOrder.class);
		withContext((context) -> assertThat(cacheOrder(context)).isEqualTo(Ordered.LOWEST_PRECEDENCE - 200),
				new MockEnvironment(), Full.class);
	}

	private static int cacheOrder(AnnotationConfigApplicationContext context) {
		return ((Ordered) context.getBean("org.springframework.cache.config.internalCacheAdvisor")).getOrder();
	}

	private static Iterable<String> events(AnnotationConfigApplicationContext context) {
		return context.getBean(RecordingTemplate.class).events;
	}

	private static void login(String role) {
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken("user", "", "ROLE_" + role));
	}

	private static MockEnvironment interfaceProxies() {
		return new MockEnvironment().withProperty("spring.aop.proxy-target-class", "false");
	}

	private static void withContext(Consumer<AnnotationConfigApplicationContext> assertions,
			MockEnvironment environment, Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.setEnvironment(environment);
			context.register(BillingInfrastructure.class);
			context.register(beans);
			context.refresh();
			assertions.accept(context);
		}
		finally {
			SecurityContextHolder.clearContext();
		}
	}

	public static class Summaries {

		@BilledOperation("summary")
		public String summarise(String text) {
			return text;
		}

		@BilledOperation("summary")
		void packagePrivate() {
		}

		@BilledOperation("summary")
		protected void hidden() {
		}

	}

	public interface Job<T> {

		T run(T input);

		default String other() {
			return "other";
		}

	}

	public static class StringJob implements Job<String> {

		@Override
		@BilledOperation("job")
		public String run(String input) {
			return input;
		}

	}

	public interface Client {

		@BilledOperation(feature = "client", principal = "#customer")
		@Nullable String call(String customer);

	}

	public static class HandWrittenClient implements Client {

		@Override
		public String call(String renamed) {
			return "called";
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class GeneratedClients {

		@Bean
		Client client() {
			ProxyFactory factory = new ProxyFactory();
			factory.addInterface(Client.class);
			factory.addAdvice((MethodInterceptor) (invocation) -> "called");
			return (Client) factory.getProxy();
		}

	}

	public static class Ordering {

		@Cacheable("work")
		@Transactional
		@PreAuthorize("hasRole('USER')")
		@BilledOperation(feature = "work", quantity = "1")
		public String work(String input) {
			return input;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@EnableTransactionManagement
	@EnableMethodSecurity
	public static class Full {

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		RecordingTransactionManager transactionManager(RecordingTemplate template) {
			return new RecordingTransactionManager(template);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(order = Ordered.LOWEST_PRECEDENCE - 50)
	public static class ChosenOrder {

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	static class RecordingTransactionManager extends AbstractPlatformTransactionManager {

		private final transient RecordingTemplate template;

		RecordingTransactionManager(RecordingTemplate template) {
			this.template = template;
		}

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.template.events.add("begin");
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.template.events.add("end");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.template.events.add("rollback");
		}

	}

}
