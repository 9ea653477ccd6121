package ai.vluna.spring.interceptor.check;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.interceptor.BillingInfrastructure;
import ai.vluna.spring.interceptor.BillingInfrastructure.StandIn;
import ai.vluna.spring.interceptor.RecordingTemplate;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.PriorityOrdered;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for the promise that no bean with billed methods is used without billing:
 * {@link BilledBeans}, {@link BilledBeanPostProcessor} and
 * {@link BilledOperationVerifier}.
 */
class BilledBeansTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final MockEnvironment environment = new MockEnvironment();

	BilledBeansTests() {
		this.context.setEnvironment(this.environment);
		this.context.register(BillingInfrastructure.class);
		this.context.getBeanFactory().registerScope("thread", new SimpleThreadScope());
	}

	@Test
	void acceptsBeansThatAreBilled() {
		start(LazyBilled.class, PrototypeBilled.class, ScopedBilled.class, BilledProducts.class);
		call(LazyBilled.class);
		call(PrototypeBilled.class);
		call(ScopedBilled.class);
		call(Product.class);
		assertThat(this.context.getBean(RecordingTemplate.class).events).hasSize(8);
	}

	@Test
	void acceptsBilledMethodsOfConfigurationClasses() {
		start(BilledConfiguration.class);
		call(BilledConfiguration.class);
		assertThat(this.context.getBean(RecordingTemplate.class).events).hasSize(2);
	}

	@Test
	void acceptsCircularReferences() {
		this.context.register(CircularBilled.class, Other.class);
		assertThatNoException().isThrownBy(this.context::refresh);
		assertThat(this.context.getBean(Other.class).billed).isSameAs(this.context.getBean(CircularBilled.class));
	}

	@Test
	void acceptsProxiesAroundBilledProxies() {
		start(Billed.class);
		ProxyFactory factory = new ProxyFactory(this.context.getBean(Billed.class));
		factory.setProxyTargetClass(true);
		assertThatNoException()
			.isThrownBy(() -> new BilledBeans(new Misuses(null)).requireAdvised(factory.getProxy(), "outer"));
	}

	@ParameterizedTest
	@CsvSource({ "PrivateMethod, the method is private", "StaticMethod, the method is static",
			"FinalMethod, 'the method is final, so no proxy can override it'",
			"FinalMethodOfBilledClass, 'the method is final, so no proxy can override it'",
			"FinalClass, 'the class is final, so no proxy can override it'" })
	void refusesMethodsThatNoProxyReaches(String bean, String problem) throws ClassNotFoundException {
		Class<?> type = Class.forName(BilledBeansTests.class.getName() + "$" + bean);
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> start(type))
			.havingRootCause()
			.isInstanceOfSatisfying(UnbillableMethodException.class, (ex) -> assertUnbillable(ex, type, problem));
	}

	@ParameterizedTest
	@CsvSource({ "PrivateMethod, the method is private", "StaticMethod, the method is static",
			"FinalMethod, 'the method is final, so no proxy can override it'",
			"FinalClass, 'the class is final, so no proxy can override it'" })
	void refusesThemByTypeBeforeLazyBeansExist(String bean, String problem) throws ClassNotFoundException {
		Class<?> type = Class.forName(BilledBeansTests.class.getName() + "$" + bean);
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setLazyInit(true);
		this.context.registerBeanDefinition(bean, definition);
		assertThatExceptionOfType(UnbillableMethodException.class).isThrownBy(this.context::refresh)
			.satisfies((ex) -> assertUnbillable(ex, type, problem));
	}

	@Test
	void findsMistakesInTheAnnotationsOfLazyBeans() {
		this.context.register(LazyMistake.class);
		assertThatExceptionOfType(InvalidBilledOperationException.class).isThrownBy(this.context::refresh)
			.withMessageContaining("there is no #nobody");
	}

	@Test
	void findsMistakesInTheAnnotationsOfPrototypes() {
		this.context.registerBeanDefinition("prototype", prototype(LazyMistake.class));
		assertThatExceptionOfType(InvalidBilledOperationException.class).isThrownBy(this.context::refresh);
	}

	@Test
	void findsMistakesInLazyBeansOfUnknownTypeWhenTheyAreCreated() {
		start(HiddenMistake.class);
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> this.context.getBean("hidden"))
			.withRootCauseInstanceOf(InvalidBilledOperationException.class);
	}

	@Test
	void refusesMethodsThatAreOnNoInterfaceOfAnInterfaceProxy() {
		this.environment.setProperty("spring.aop.proxy-target-class", "false");
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> start(HalfOnInterface.class))
			.havingRootCause()
			.isInstanceOf(UnbillableMethodException.class)
			.withMessageContaining("HalfOnInterface.additional()")
			.withMessageContaining("none of which has the method");
	}

	@Test
	void acceptsMethodsOfAnAnnotatedClassThatNobodyCanCall() {
		this.environment.setProperty("spring.aop.proxy-target-class", "false");
		assertThatNoException().isThrownBy(() -> start(BilledClass.class));
	}

	@Test
	void acceptsFinalMethodsOnInterfacesOfAnInterfaceProxy() {
		this.environment.setProperty("spring.aop.proxy-target-class", "false");
		start(FinalOnInterface.class);
		this.context.getBean(Working.class).work();
		assertThat(this.context.getBean(RecordingTemplate.class).events).hasSize(2);
	}

	@Test
	void refusesBeansThatWereCreatedTooEarly() {
		this.context.register(Early.class);
		assertThatExceptionOfType(UnbillableMethodException.class).isThrownBy(this.context::refresh)
			.satisfies((ex) -> assertThat(ex.getBeanName()).isEqualTo("billed"))
			.withMessageContaining("of bean 'billed' cannot bill: the bean is not proxied for billing. Let the");
	}

	@Test
	void refusesObjectsThatWereRegisteredWithoutBilling() {
		this.context.getBeanFactory().registerSingleton("handMade", new Billed());
		assertThatExceptionOfType(UnbillableMethodException.class).isThrownBy(this.context::refresh)
			.satisfies((ex) -> assertThat(ex.getBeanName()).isEqualTo("handMade"));
	}

	@Test
	void acceptsObjectsThatStandInForBeans() {
		this.context.getBeanFactory().registerSingleton("mock", new MockOfBilled());
		assertThatNoException().isThrownBy(this.context::refresh);
	}

	@ParameterizedTest
	@CsvSource({ "singleton", "prototype", "thread" })
	void refusesBeansWithoutTheAdvisorWhenTheyAreCreated(String scope) {
		RootBeanDefinition definition = new RootBeanDefinition(Billed.class);
		definition.setLazyInit(true);
		definition.setScope(scope);
		// Spring's convention for a bean that no auto-proxy creator touches.
		String name = Billed.class.getName() + ".ORIGINAL";
		this.context.registerBeanDefinition(name, definition);
		this.context.refresh();
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> this.context.getBean(name))
			.havingRootCause()
			.isInstanceOf(UnbillableMethodException.class)
			.withMessageContaining("the bean is not proxied for billing");
	}

	private void assertUnbillable(UnbillableMethodException ex, Class<?> type, String problem) {
		assertThat(ex.getMethod()).startsWith(type.getName() + ".work(");
		assertThat(ex.getProblem()).isEqualTo(problem);
		assertThat(ex.getBeanName()).isNotNull();
		assertThat(ex.getRemedy()).endsWith(".");
		assertThat(ex).hasMessageContaining(ex.getMethod())
			.hasMessageContaining("'" + ex.getBeanName() + "'")
			.hasMessageContaining(problem)
			.hasMessageEndingWith(ex.getRemedy());
	}

	private void start(Class<?>... beans) {
		this.context.register(beans);
		this.context.refresh();
	}

	private void call(Class<? extends Working> type) {
		this.context.getBean(type).work();
	}

	private static RootBeanDefinition prototype(Class<?> type) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setScope(BeanDefinition.SCOPE_PROTOTYPE);
		return definition;
	}

	public interface Working {

		void work();

	}

	public static class Billed implements Working {

		@Override
		@BilledOperation("work")
		public void work() {
		}

	}

	@Lazy
	public static class LazyBilled extends Billed {

	}

	@Scope("prototype")
	public static class PrototypeBilled extends Billed {

	}

	@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
	public static class ScopedBilled extends Billed {

	}

	public static class Product extends Billed {

	}

	public static class BilledProducts implements FactoryBean<Product> {

		@Override
		public Product getObject() {
			return new Product();
		}

		@Override
		public Class<?> getObjectType() {
			return Product.class;
		}

	}

	@Configuration
	public static class BilledConfiguration implements Working {

		@Override
		@BilledOperation("work")
		public void work() {
		}

		@Bean
		String something() {
			return "";
		}

	}

	public static class CircularBilled extends Billed {

		@Autowired
		@Nullable Other other;

	}

	public static class Other {

		@Autowired
		@Nullable CircularBilled billed;

	}

	public static class PrivateMethod {

		@BilledOperation("work")
		private void work() {
		}

	}

	public static class StaticMethod {

		@BilledOperation("work")
		public static void work() {
		}

	}

	public static class FinalMethod {

		@BilledOperation("work")
		public final void work() {
		}

	}

	@BilledOperation("work")
	public static class FinalMethodOfBilledClass {

		public final void work() {
		}

	}

	public static final class FinalClass {

		@BilledOperation("work")
		public void work() {
		}

	}

	@Lazy
	public static class LazyMistake {

		@BilledOperation(feature = "work", principal = "#nobody")
		public void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class HiddenMistake {

		@Bean
		@Lazy
		Object hidden() {
			return new LazyMistake();
		}

	}

	public static class HalfOnInterface extends Billed {

		@BilledOperation("work")
		public void additional() {
		}

	}

	@BilledOperation("work")
	public static class BilledClass implements Working {

		@Override
		public void work() {
		}

		public void setUp() {
		}

	}

	public static class FinalOnInterface implements Working {

		@Override
		@BilledOperation("work")
		public final void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class Early {

		@Bean
		Billed billed() {
			return new Billed();
		}

		@Bean
		static NeedyPostProcessor needy(Billed billed) {
			return new NeedyPostProcessor();
		}

	}

	static class NeedyPostProcessor implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class MockOfBilled extends Billed implements StandIn {

	}

}
