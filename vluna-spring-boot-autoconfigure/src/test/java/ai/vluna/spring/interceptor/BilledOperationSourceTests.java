package ai.vluna.spring.interceptor;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Aggregate;
import ai.vluna.spring.usage.UnsendableUsageException;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import ai.vluna.spring.usage.UsageExtractors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AliasFor;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link BilledOperationSource}: where the annotation is found, and what each
 * attribute becomes.
 */
class BilledOperationSourceTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final MockEnvironment environment = new MockEnvironment();

	private final UsageExtractor<String> length = (text) -> Usage.of(text.length());

	private final BilledOperationSource source = new BilledOperationSource(this.beanFactory,
			() -> new UsageExtractors(List.of(UsageExtractors.Candidate.of(this.length,
					ResolvableType.forClassWithGenerics(UsageExtractor.class, String.class)))),
			new BillingDefaults(OperationPolicy.DEFAULT, true, false), new Misuses(null));

	BilledOperationSourceTests() {
		this.beanFactory.addEmbeddedValueResolver(this.environment::resolveRequiredPlaceholders);
	}

	@Test
	void findsTheAnnotationOfTheMethodFirst() {
		assertThat(feature(OfMethod.class, "own")).isEqualTo("method");
	}

	@Test
	void findsTheAnnotationOfTheClassForItsPublicMethods() {
		assertThat(feature(OfMethod.class, "other")).isEqualTo("class");
		assertThat(find(OfMethod.class, "hidden")).isNull();
		assertThat(find(OfMethod.class, "utility")).isNull();
		assertThat(find(OfMethod.class, "toString")).isNull();
		assertThat(find(OfMethod.class, "hashCode")).isNull();
	}

	@Test
	void findsTheAnnotationOfOverriddenMethodsAndSuperclasses() {
		assertThat(feature(Sub.class, "own")).isEqualTo("method");
		assertThat(feature(Sub.class, "other")).isEqualTo("class");
	}

	@Test
	void findsTheAnnotationOfInterfaces() {
		assertThat(feature(ByInterface.class, "run")).isEqualTo("interface.method");
		assertThat(feature(ByInterface.class, "stop")).isEqualTo("interface");
	}

	@Test
	void findsTheAnnotationFromTheMethodOfAnInterface() throws Exception {
		Method method = Job.class.getMethod("run", Object.class);
		assertThat(this.source.find(method, OverridingJob.class)).isNotNull()
			.extracting((spec) -> spec.operation(new Object[1], null).featureCode())
			.isEqualTo("class.method");
		assertThat(this.source.find(method, ByInterface.class)).isNotNull();
	}

	@Test
	void findsNonPublicMethodsThatAreAnnotatedThemselves() {
		assertThat(feature(NonPublic.class, "packagePrivate")).isEqualTo("p");
		assertThat(feature(NonPublic.class, "hidden")).isEqualTo("q");
	}

	@Test
	void readsMetaAnnotationsWithOverriddenAttributes() {
		Operation operation = operation(Composed.class, "run", "x");
		assertThat(operation.featureCode()).isEqualTo("composed.special");
		assertThat(operation.featureFamilyCode()).isEqualTo("family");
		assertThat(operation.labels()).containsExactly(Map.entry("team", "ai"));
	}

	@Test
	void readsEachMethodOnce() {
		assertThat(find(OfMethod.class, "own")).isSameAs(find(OfMethod.class, "own"));
	}

	@Test
	void callsThatMayBeMadeUnderACallersKeyTellTheirArguments() {
		BilledOperationSource bound = new BilledOperationSource(this.beanFactory, () -> new UsageExtractors(List.of()),
				new BillingDefaults(OperationPolicy.DEFAULT, true, true), new Misuses(null));
		Customer customer = new Customer("acme", UUID.fromString("00000000-0000-0000-0000-000000000001"), 7);
		assertThat(operation(bound, Plain.class, "plain", customer, null).arguments()).containsExactly(customer, null);
		assertThat(operation(bound, Everything.class, "run", customer, "Large").arguments()).isEmpty();
		assertThat(operation(this.source, Plain.class, "plain", customer, null).arguments()).isEmpty();
	}

	@Test
	void evaluatesAllAttributes() {
		Customer customer = new Customer("acme", UUID.fromString("00000000-0000-0000-0000-000000000001"), 7);
		Operation operation = operation(Everything.class, "run", customer, "Large");
		assertThat(operation.featureCode()).isEqualTo("model.large");
		assertThat(operation.featureFamilyCode()).isEqualTo("models");
		assertThat(operation.identity()).isEqualTo(BillingIdentity.of("acme", customer.id().toString()));
		assertThat(operation.budgetId()).isEqualTo("00000000-0000-0000-0000-000000000001");
		assertThat(operation.estimatedQuantityMinor()).isEqualTo(70L);
		assertThat(operation.key()).isEqualTo("7");
		assertThat(operation.labels()).containsExactly(Map.entry("constant", "a=b"), Map.entry("model", "Large"),
				Map.entry("urgent", "false"));
		assertThat(operation.policy()).isEqualTo(new OperationPolicy(BillingMode.SHADOW,
				OperationPolicy.INHERIT.onUnreachable(), OnFailure.CANCEL, OperationPolicy.INHERIT.onInterruption(),
				OnMissingUsage.COMMIT_ESTIMATE, OperationPolicy.INHERIT.onRateLimit(), OnInnerCall.SEPARATE));
		assertThat(operation.aggregate()).isEqualTo(Aggregate.SUM);
	}

	@Test
	void resolvesPlaceholdersWhenTheMethodIsRead() {
		this.environment.setProperty("app.feature", "configured");
		this.environment.setProperty("app.tenant", "acme");
		Operation operation = operation(Placeholders.class, "run");
		assertThat(operation.featureCode()).isEqualTo("configured");
		assertThat(operation.featureFamilyCode()).isEqualTo("standard");
		assertThat(operation.identity().principalId()).isEqualTo("acme");
	}

	@Test
	void mayCallBeansInExpressions() {
		this.beanFactory.registerSingleton("tenants", Map.of("current", "acme"));
		assertThat(operation(Beans.class, "run").identity().principalId()).isEqualTo("acme");
	}

	@Test
	void knowsArgumentsByTheNamesOfTheAnnotatedMethod() {
		assertThat(operation(RenamingJob.class, "run", "x").key()).isEqualTo("x");
	}

	@Test
	void leavesOutLabelsWithoutValue() {
		assertThat(operation(Labelled.class, "run", (Object) null).labels()).isEmpty();
		assertThat(operation(Labelled.class, "run", " ").labels()).isEmpty();
	}

	@Test
	void treatsUnknownIdentitiesAsNotSaid() {
		Operation operation = operation(Texts.class, "principal", (Object) null);
		assertThat(operation.identity()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void readsBytesAsText() {
		byte[] header = "acme".getBytes(StandardCharsets.UTF_8);
		assertThat(operation(Texts.class, "principal", (Object) header).identity().principalId()).isEqualTo("acme");
		assertThat(operation(Texts.class, "key", (Object) header).key()).isEqualTo("acme");
	}

	@Test
	void refusesUnusableValuesBeforeTheWork() {
		assertUnusable("'principal' (#value) must not be empty", Texts.class, "principal", " ");
		assertUnusable("'principal' (#value) must be a text, a number or a UUID, but is a java.lang.Object",
				Texts.class, "principal", new Object());
		assertUnusable("'estimate' (#value) must be an integer, but is 1.5", Texts.class, "estimate",
				new BigDecimal("1.5"));
		assertUnusable("'estimatedQuantityMinor' must be from 0", Texts.class, "estimate", -1);
		assertUnusable("'key' (#value) must not be null", Texts.class, "key", (Object) null);
		assertUnusable("'featureCode' must be 1 to 128 characters", Texts.class, "feature", "no spaces");
		assertUnusable("EL1008E", Texts.class, "missing", "text");
	}

	@Test
	void leavesExceptionsOfTheApplicationsCodeAsTheyAre() {
		assertThatIllegalStateException().isThrownBy(() -> operation(Texts.class, "failing", new Failing()))
			.withMessage("mine");
	}

	@Test
	void asksTheApplicationsExtractorsWhenTheAnnotationNamesNone() {
		assertThat(operation(OfMethod.class, "own").usageExtractors()).isEmpty();
	}

	@Test
	void asksTheNamedExtractorForValuesOfItsType() {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(ResolvableType.forClassWithGenerics(UsageExtractor.class, Integer.class));
		UsageExtractor<Integer> itself = Usage::of;
		definition.setInstanceSupplier(() -> itself);
		this.beanFactory.registerBeanDefinition("itself", definition);
		Operation operation = operation(Named.class, "run");
		assertThat(operation.usageExtractors()).hasSize(1);
		assertThat(operation.usageExtractors().get(0).extract(5)).isEqualTo(Usage.of(5));
		assertThat(operation.usageExtractors().get(0).extract("text")).isNull();
	}

	@Test
	void asksTheNamedExtractorWhereThereIsNoValue() {
		this.beanFactory.registerSingleton("itself", new UsageExtractor<Integer>() {

			@Override
			public Usage extract(Integer value) {
				return Usage.of(value);
			}

			@Override
			public Usage extractWithoutValue() {
				return Usage.of(1);
			}

		});
		assertThat(operation(Named.class, "run").usageExtractors().get(0).extractWithoutValue()).isEqualTo(Usage.of(1));
	}

	@Test
	void evaluatesTheQuantityOverTheResultOnly() {
		Operation operation = operation(Quantities.class, "ofResult", "x");
		assertThat(operation).isSameAs(operation(Quantities.class, "ofResult", "y"));
		assertThat(usage(operation, Map.of("tokens", 3))).isEqualTo(Usage.of(3));
		assertThat(usage(operation, Map.of("tokens", 3L))).isEqualTo(Usage.of(3));
		assertThat(usage(operation, Map.of("tokens", new BigDecimal("3.00")))).isEqualTo(Usage.of(3));
		assertThat(usage(operation, Map.of("tokens", Usage.of(3).asFinal()))).isEqualTo(Usage.of(3).asFinal());
		assertThat(usage(operation, Map.of())).isNull();
		assertThatExceptionOfType(UnsendableUsageException.class)
			.isThrownBy(() -> usage(operation, Map.of("tokens", 1.5)));
	}

	@Test
	void evaluatesTheQuantityOverTheArguments() {
		Operation operation = operation(Quantities.class, "ofArguments", "four");
		assertThat(usage(operation, "of5th")).isEqualTo(Usage.of(9));
	}

	@Test
	void evaluatesTheQuantityOfWorkWithoutValue() {
		UsageExtractor<Object> extractor = operation(Quantities.class, "ofInput", "four").usageExtractors().get(0);
		assertThat(extractor.extractWithoutValue()).isEqualTo(Usage.of(4));
	}

	@Test
	void fallsBackFromTheQuantityToTheExtractors() {
		List<UsageExtractor<Object>> extractors = operation(Quantities.class, "ofArguments", "four").usageExtractors();
		assertThat(extractors).hasSize(2);
		assertThat(extractors.get(1).extract("five5")).isEqualTo(Usage.of(5));
	}

	@Test
	void seesTheResultWhereAnArgumentHasTheSameName() {
		Operation operation = operation(Quantities.class, "ofNamesake", "argument");
		assertThat(usage(operation, "result")).isEqualTo(Usage.of(6));
	}

	private static @Nullable Usage usage(Operation operation, Object result) {
		return operation.usageExtractors().get(0).extract(result);
	}

	private void assertUnusable(String message, Class<?> type, String method, @Nullable Object... arguments) {
		assertThatExceptionOfType(BillingConfigurationException.class)
			.isThrownBy(() -> operation(type, method, arguments))
			.withMessageContaining(message)
			.withMessageContaining("Texts." + method + "(");
	}

	private String feature(Class<?> type, String method) {
		return operation(type, method, new Object[2]).featureCode();
	}

	private Operation operation(Class<?> type, String method, @Nullable Object... arguments) {
		return operation(this.source, type, method, arguments);
	}

	private static Operation operation(BilledOperationSource source, Class<?> type, String method,
			@Nullable Object... arguments) {
		BilledOperationSpec spec = find(source, type, method);
		assertThat(spec).isNotNull();
		return spec.operation(arguments, null);
	}

	private @Nullable BilledOperationSpec find(Class<?> type, String name) {
		return find(this.source, type, name);
	}

	private static @Nullable BilledOperationSpec find(BilledOperationSource source, Class<?> type, String name) {
		Method method = Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
			.filter((candidate) -> candidate.getName().equals(name) && !candidate.isBridge())
			.findFirst()
			.orElseThrow();
		return source.find(method, type);
	}

	public static class Plain {

		@BilledOperation("plain")
		public void plain(Customer customer, @Nullable String size) {
		}

	}

	@BilledOperation("class")
	public static class OfMethod {

		@BilledOperation("method")
		public void own() {
		}

		public void other() {
		}

		void hidden() {
		}

		public static void utility() {
		}

		@Override
		public String toString() {
			return "";
		}

	}

	public static class Sub extends OfMethod {

		@Override
		public void own() {
		}

		@Override
		public void other() {
		}

	}

	@BilledOperation("interface")
	public interface Job<T> {

		@BilledOperation("interface.method")
		void run(T input);

		default void stop() {
		}

	}

	public static class ByInterface implements Job<String> {

		@Override
		public void run(String input) {
		}

	}

	public static class OverridingJob implements Job<String> {

		@Override
		@BilledOperation("class.method")
		public void run(String input) {
		}

	}

	public static class NonPublic {

		@BilledOperation("p")
		void packagePrivate() {
		}

		@BilledOperation("q")
		protected void hidden() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@BilledOperation(featureFamily = "family", labels = "team=ai")
	@interface ModelCall {

		@AliasFor(annotation = BilledOperation.class, attribute = "feature")
		String model();

	}

	public static class Composed {

		@ModelCall(model = "composed.special")
		public void run(String input) {
		}

	}

	public record Customer(String name, UUID id, int number) {
	}

	public static class Everything {

		@BilledOperation(feature = "model.#{#model.toLowerCase()}", featureFamily = "#{'models'}",
				principal = "#customer.name", user = "#p0.id", budget = "#customer.id", estimate = "#a0.number * 10",
				key = "#customer.number",
				labels = { "model=#{#model}", "constant = a=b", "urgent=#{#customer.number > 10}" },
				mode = BillingMode.SHADOW, onFailure = OnFailure.CANCEL,
				onMissingUsage = OnMissingUsage.COMMIT_ESTIMATE, onInnerCall = OnInnerCall.SEPARATE,
				aggregate = Aggregate.SUM)
		public void run(Customer customer, String model) {
		}

	}

	public static class Placeholders {

		@BilledOperation(feature = "${app.feature}", featureFamily = "${app.family:standard}",
				principal = "'${app.tenant}'")
		public void run() {
		}

	}

	public static class Beans {

		@BilledOperation(feature = "f", principal = "@tenants['current']")
		public void run() {
		}

	}

	public interface NamedJob {

		@BilledOperation(feature = "f", key = "#jobId")
		void run(String jobId);

	}

	public static class RenamingJob implements NamedJob {

		@Override
		public void run(String id) {
		}

	}

	public static class Labelled {

		@BilledOperation(feature = "f", labels = "department=#{#department}")
		public void run(String department) {
		}

	}

	public static class Failing {

		public String getName() {
			throw new IllegalStateException("mine");
		}

		public String name() {
			throw new IllegalStateException("mine");
		}

	}

	public static class Texts {

		@BilledOperation(feature = "f", principal = "#value")
		public void principal(Object value) {
		}

		@BilledOperation(feature = "f", estimate = "#value")
		public void estimate(Object value) {
		}

		@BilledOperation(feature = "f", key = "#value")
		public void key(Object value) {
		}

		@BilledOperation(feature = "#{#value}")
		public void feature(Object value) {
		}

		@BilledOperation(feature = "f", user = "#value.nowhere")
		public void missing(Object value) {
		}

		@BilledOperation(feature = "f", user = "#value.name()")
		public void failing(Failing value) {
		}

	}

	public static class Named {

		@BilledOperation(feature = "f", usageExtractor = "itself")
		public void run() {
		}

	}

	public static class Quantities {

		@BilledOperation(feature = "f", quantity = "#result['tokens']")
		public Object ofResult(String input) {
			return input;
		}

		@BilledOperation(feature = "f", quantity = "#input.length() + #result.length()")
		public Object ofArguments(String input) {
			return input;
		}

		@BilledOperation(feature = "f", quantity = "#input.length()")
		public void ofInput(String input) {
		}

		@BilledOperation(feature = "f", quantity = "#result.length()")
		public Object ofNamesake(String result) {
			return result;
		}

	}

}
