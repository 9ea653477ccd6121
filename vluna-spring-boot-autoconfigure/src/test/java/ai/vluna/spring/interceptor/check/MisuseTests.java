package ai.vluna.spring.interceptor.check;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.interceptor.BilledOperationAdvisor;
import ai.vluna.spring.interceptor.BillingInfrastructure;
import ai.vluna.spring.interceptor.RecordingTemplate;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.usage.Aggregate;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import ai.vluna.spring.usage.UsageExtractors;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.ResolvableType;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what happens to an application that misuses the annotation.
 */
@ExtendWith(OutputCaptureExtension.class)
class MisuseTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final MockEnvironment environment = new MockEnvironment();

	@AfterEach
	void close() {
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { SelfInvoking.class, LazySelfInvoking.class, AnnotatedTwice.class,
			ClassAnnotatedTwice.class, OtherThanItsInterface.class, FinalMethod.class, Misspelt.class, NoBean.class })
	void failsOnMistakes(Class<?> type) {
		assertThatException().isThrownBy(() -> start(type)).satisfies((ex) -> {
			Throwable cause = rootOf(ex);
			assertThat(cause).isInstanceOfAny(UnbillableMethodException.class, InvalidBilledOperationException.class);
			assertThat(cause).hasMessageContaining(type.getName() + ".work(").hasMessageEndingWith(".");
		});
	}

	@ParameterizedTest
	@ValueSource(
			classes = { SelfInvoking.class, LazySelfInvoking.class, AnnotatedTwice.class, ClassAnnotatedTwice.class,
					OtherThanItsInterface.class, FinalMethod.class, Misspelt.class, NoBean.class, Speechless.class })
	void warnsOnceIfThatIsEnough(Class<?> type, CapturedOutput output) {
		this.environment.setProperty("vluna.misuse", "WARN");
		start(type);
		this.context.getBean(type);
		assertThat(output.getAll().split("Misuses", -1)).hasSize(2);
		assertThat(output).contains(type.getName() + ".work(");
	}

	@ParameterizedTest
	@ValueSource(
			classes = { SelfInvoking.class, LazySelfInvoking.class, AnnotatedTwice.class, ClassAnnotatedTwice.class,
					OtherThanItsInterface.class, FinalMethod.class, Misspelt.class, NoBean.class, Speechless.class })
	void looksAwayIfTold(Class<?> type, CapturedOutput output) {
		this.environment.setProperty("vluna.misuse", "OFF");
		start(type);
		this.context.getBean(type);
		assertThat(output).doesNotContain("Misuses");
	}

	@ParameterizedTest
	@ValueSource(strings = { "WARN", "OFF" })
	void refusesCallsThatCannotBeBilledWhateverTheMode(String mode) {
		this.environment.setProperty("vluna.misuse", mode);
		start(Misspelt.class);
		Misspelt bean = this.context.getBean(Misspelt.class);
		assertThatExceptionOfType(InvalidBilledOperationException.class).isThrownBy(() -> bean.work("a"));
	}

	@Test
	void saysWhereASelfInvocationIs() {
		assertThatExceptionOfType(UnbillableMethodException.class).isThrownBy(() -> start(SelfInvoking.class))
			.satisfies((ex) -> {
				assertThat(ex.getMethod()).isEqualTo(SelfInvoking.class.getName() + ".work(String)");
				assertThat(ex.getBeanName()).isEqualTo("misuseTests.SelfInvoking");
				assertThat(ex.getProblem()).contains(SelfInvoking.class.getName() + ".all");
			});
	}

	@Test
	void namesBothAnnotations() {
		assertThatExceptionOfType(UnbillableMethodException.class).isThrownBy(() -> start(OtherThanItsInterface.class))
			.satisfies((ex) -> assertThat(ex.getProblem()).isEqualTo(
					"the annotation on '%s.work(String)' says something else".formatted(Working.class.getName())));
	}

	@ParameterizedTest
	@ValueSource(classes = { SameAsItsInterface.class, OtherThanItsSuperclass.class, OtherThanItsClass.class })
	void letsAnnotationsAddUp(Class<?> type) {
		start(type);
		this.context.getBean(RecordingTemplate.class);
	}

	@Test
	void refusesToChargeTwice() {
		start(Counted.class);
		ProxyFactory factory = new ProxyFactory(this.context.getBean(Counted.class));
		factory.setProxyTargetClass(true);
		factory.addAdvisor(this.context.getBean(BilledOperationAdvisor.class));
		assertThatExceptionOfType(UnbillableMethodException.class)
			.isThrownBy(() -> this.context.getBean(BilledBeans.class).requireAdvised(factory.getProxy(), "twice"))
			.withMessageContaining("more than once, so that each call would be charged as often");
	}

	@Test
	void onlyWarnsOfUsageThatMayBeToldElsewhere(CapturedOutput output) {
		start(Speechless.class);
		assertThat(output).contains(Speechless.class.getName() + ".work(String)")
			.contains("no UsageExtractor bean reads its result, String")
			.contains("Set 'quantity'");
	}

	@Test
	void failsOnSuspicionsIfTold() {
		this.environment.setProperty("vluna.misuse", "FAIL");
		assertThatExceptionOfType(UnbillableMethodException.class).isThrownBy(() -> start(Speechless.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { Counted.class, Measured.class, Reporting.class, Inheriting.class, Estimated.class,
			Read.class, Primitive.class, Undeclared.class })
	void suspectsNothingWhereUsageIsTold(Class<?> type, CapturedOutput output) {
		start(type);
		assertThat(output).doesNotContain("Misuses");
	}

	private void start(Class<?> type) {
		this.context.setEnvironment(this.environment);
		this.context.registerBean("usageExtractors", UsageExtractors.class, MisuseTests::integersTellTheirUsage);
		this.context.register(BillingInfrastructure.class, type);
		this.context.refresh();
	}

	private static UsageExtractors integersTellTheirUsage() {
		UsageExtractor<Integer> extractor = Usage::of;
		return new UsageExtractors(List.of(UsageExtractors.Candidate.of(extractor,
				ResolvableType.forClassWithGenerics(UsageExtractor.class, Integer.class))));
	}

	private static Throwable rootOf(Throwable failure) {
		return (failure.getCause() != null) ? rootOf(failure.getCause()) : failure;
	}

	@Retention(RetentionPolicy.RUNTIME)
	@BilledOperation(feature = "billed", quantity = "1")
	@interface Billed {

	}

	public static class SelfInvoking {

		@Billed
		public void work(String input) {
		}

		public void all() {
			List.of("a", "b").forEach((input) -> work(input));
		}

	}

	@Lazy
	public static class LazySelfInvoking extends SelfInvoking {

	}

	public static class AnnotatedTwice {

		@Billed
		@BilledOperation(feature = "other", quantity = "1")
		public void work() {
		}

	}

	@Billed
	@BilledOperation(feature = "other", quantity = "1")
	public static class ClassAnnotatedTwice {

		public void work() {
		}

	}

	public interface Working {

		@Billed
		void work(String input);

	}

	public static class OtherThanItsInterface implements Working {

		@Override
		@BilledOperation(feature = "other", quantity = "1")
		public void work(String input) {
		}

	}

	public static class SameAsItsInterface implements Working {

		@Override
		@BilledOperation(feature = "billed", quantity = "1")
		public void work(String input) {
		}

	}

	public static class OtherThanItsSuperclass extends SameAsItsInterface {

		@Override
		public void work(String input) {
		}

	}

	@BilledOperation(feature = "other", quantity = "1")
	public static class OtherThanItsClass implements Working {

		@Override
		@Billed
		public void work(String input) {
		}

	}

	public static class FinalMethod {

		@Billed
		public final void work() {
		}

	}

	public static class Misspelt {

		@BilledOperation(feature = "billed", quantity = "#inptu.length()")
		public void work(String input) {
		}

	}

	public static class NoBean {

		@BilledOperation(feature = "billed", usageExtractor = "nobody")
		public void work() {
		}

	}

	public static class Speechless {

		@BilledOperation("billed")
		public String work(String input) {
			return input;
		}

	}

	public static class Counted {

		@BilledOperation(feature = "billed", aggregate = Aggregate.COUNT)
		public String work(String input) {
			return input;
		}

	}

	public static class Measured {

		@BilledOperation(feature = "billed", quantity = "#input.length()")
		public String work(String input) {
			return input;
		}

	}

	public static class Reporting {

		@BilledOperation("billed")
		public void work(String input) {
			Runnable report = () -> UsageReporter.report(Usage.of(input.length()));
			report.run();
		}

	}

	public static class Inheriting extends Reporting {

	}

	public static class Estimated {

		@BilledOperation(feature = "billed", estimate = "3", onMissingUsage = OnMissingUsage.COMMIT_ESTIMATE)
		public String work(String input) {
			return input;
		}

	}

	public static class Read {

		@BilledOperation("billed")
		public CompletableFuture<Integer> work(String input) {
			return CompletableFuture.completedFuture(input.length());
		}

	}

	public static class Primitive {

		@BilledOperation("billed")
		public int work(String input) {
			return input.length();
		}

	}

	public static class Undeclared {

		@BilledOperation("billed")
		public Object work(String input) {
			return input;
		}

	}

}
