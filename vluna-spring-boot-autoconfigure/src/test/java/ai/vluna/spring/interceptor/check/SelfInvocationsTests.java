package ai.vluna.spring.interceptor.check;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.interceptor.BilledMethods;
import ai.vluna.spring.interceptor.misuse.MisuseMode;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SelfInvocations} and what it reads, {@link ClassFile} and
 * {@link ReceiverTracker}.
 */
class SelfInvocationsTests {

	@ParameterizedTest
	@ValueSource(classes = { OnThis.class, InLambda.class, InNestedLambda.class, ByReference.class,
			AmongArguments.class, OfWideArguments.class, InBranches.class, InHandlers.class, InConstructor.class,
			OfSuperclass.class, OnSuper.class, InSuperclass.class, InInterface.class, OfGenericSuperclass.class,
			OnCastThis.class, OfBilledClass.class, ByPrivateMethod.class, InAnonymousClass.class, InInnerClass.class,
			InLambdaOfInnerClass.class, InFieldOfAnonymousClass.class })
	void finds(Class<?> type) {
		assertThat(find(type)).isNotEmpty().allSatisfy((ex) -> {
			assertThat(ex.getMethod()).startsWith(type.getName() + ".work(");
			assertThat(ex.getBeanName()).isEqualTo("bean");
			assertThat(ex.getProblem()).endsWith("calls it on the object itself, past the proxy");
			assertThat(ex.getRemedy()).contains("ObjectProvider");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { ByBilledMethod.class, InLambdaOfBilledMethod.class, ByPrivateMethodOfBilledMethod.class,
			InAnonymousClassOfBilledMethod.class })
	void suspectsThoseWithinAnOperation(Class<?> type) {
		assertThat(find(type)).isEmpty();
		assertThatExceptionOfType(UnbillableMethodException.class)
			.isThrownBy(() -> report(type, new Misuses(MisuseMode.FAIL)))
			.withMessageContaining("calls it on the object itself, past the proxy");
	}

	@ParameterizedTest
	@ValueSource(classes = { OnProxy.class, OnProvidedProxy.class, OnArgument.class, OnChosenObject.class,
			OnReferencedProxy.class, Recursive.class, Overriding.class, Bridged.class, OfOtherOverload.class,
			BilledClassAmongItself.class, BilledClassByPrivateMethod.class, OnProxyInInnerClass.class,
			OfInnerClassItself.class })
	void leavesAlone(Class<?> type) {
		assertThatNoException().isThrownBy(() -> report(type, new Misuses(MisuseMode.FAIL)));
	}

	@Test
	void namesTheCaller() {
		assertThat(find(OnThis.class)).extracting(UnbillableMethodException::getProblem)
			.containsExactly(
					"'%s.all' calls it on the object itself, past the proxy".formatted(OnThis.class.getName()));
		assertThat(find(InNestedLambda.class)).extracting(UnbillableMethodException::getProblem)
			.singleElement()
			.asString()
			.startsWith("'%s.all' calls".formatted(InNestedLambda.class.getName()));
		assertThat(find(InSuperclass.class)).extracting(UnbillableMethodException::getProblem)
			.singleElement()
			.asString()
			.startsWith("'%s.all' calls".formatted(Template.class.getName()));
		assertThat(find(InConstructor.class)).extracting(UnbillableMethodException::getProblem)
			.singleElement()
			.asString()
			.startsWith("the constructor of '%s' calls".formatted(InConstructor.class.getName()));
	}

	@Test
	void namesTheInnerClass() {
		assertThat(find(InInnerClass.class)).extracting(UnbillableMethodException::getProblem)
			.containsExactly("'%s$Inner.all' calls it on the object itself, past the proxy"
				.formatted(InInnerClass.class.getName()));
		assertThat(find(InAnonymousClass.class)).extracting(UnbillableMethodException::getProblem)
			.containsExactly("'%s.all' calls it on the object itself, past the proxy"
				.formatted(InAnonymousClass.class.getName()));
	}

	@Test
	void toleratesClassesWithoutFiles() {
		Class<?> hidden = ((Supplier<String>) () -> "lambda").getClass();
		assertThat(ClassFile.of(hidden).selfCalls()).isEmpty();
		assertThat(ClassFile.of(int[].class).callees()).isEmpty();
	}

	private static List<UnbillableMethodException> find(Class<?> type) {
		try {
			report(type, new Misuses(null));
			return List.of();
		}
		catch (UnbillableMethodException ex) {
			return List.of(ex);
		}
	}

	private static void report(Class<?> type, Misuses misuses) {
		new SelfInvocations(type, BilledMethods.of(type)).report("bean", misuses);
	}

	public abstract static class Worker {

		@BilledOperation("work")
		public String work(String input) {
			return input;
		}

		@BilledOperation("work")
		public String work(String input, long wide, double wider) {
			return input + wide + wider;
		}

	}

	public static class OnThis extends Worker {

		String all() {
			return work("a");
		}

	}

	public static class InLambda extends Worker {

		Callable<String> all(String input) {
			return () -> work(input);
		}

	}

	public static class InNestedLambda extends Worker {

		Callable<Callable<String>> all(String input) {
			return () -> () -> work(input);
		}

	}

	public static class InAnonymousClass extends Worker {

		Callable<String> all(String input) {
			return new Callable<>() {

				@Override
				public String call() {
					return work(input);
				}

			};
		}

	}

	public static class InFieldOfAnonymousClass extends Worker {

		private final Callable<String> all = new Callable<>() {

			@Override
			public String call() {
				return work("a");
			}

		};

		Callable<String> all() {
			return this.all;
		}

	}

	public static class InInnerClass extends Worker {

		class Inner {

			String all() {
				return work("a");
			}

		}

	}

	public static class InLambdaOfInnerClass extends Worker {

		class Inner {

			Callable<String> all(String input) {
				return () -> work(input);
			}

		}

	}

	public static class InAnonymousClassOfBilledMethod extends Worker {

		@BilledOperation("other")
		public Callable<String> all(String input) {
			return new Callable<>() {

				@Override
				public String call() {
					return work(input);
				}

			};
		}

	}

	public static class OnProxyInInnerClass extends Worker {

		private final Worker proxy;

		OnProxyInInnerClass(Worker proxy) {
			this.proxy = proxy;
		}

		class Inner {

			String all() {
				return OnProxyInInnerClass.this.proxy.work("a");
			}

		}

	}

	public static class OfInnerClassItself extends Worker {

		class Inner {

			String all() {
				return work("a");
			}

			String work(String input) {
				return input;
			}

		}

	}

	public static class ByReference extends Worker {

		Function<String, String> all() {
			return this::work;
		}

	}

	public static class AmongArguments extends Worker {

		String all(String input) {
			return String.join(input, "b", work(input + "c" + input.length(), 1L + input.length(), 2.0), "d");
		}

	}

	public static class OfWideArguments extends Worker {

		String all(long[] wide, double[] wider, int i) {
			wide[i] += (long) wider[i] << i;
			return work("a", wide[i++] - (int) wider[i] * 2L, -wider[--i] / wide.length);
		}

	}

	public static class InBranches extends Worker {

		String all(Object input) {
			return work((input instanceof String text && !text.isEmpty()) ? text : (input != null) ? "b" : "c",
					(input != null) ? 2L : 1L, 0);
		}

	}

	public static class InHandlers extends Worker {

		String all(String input) {
			try {
				return switch (input) {
					case "a" -> input.repeat(2);
					default -> throw new IllegalStateException(input);
				};
			}
			catch (IllegalStateException ex) {
				synchronized (input) {
					return work(ex.getMessage());
				}
			}
		}

	}

	public static class InConstructor extends Worker {

		InConstructor() {
			work("a");
		}

	}

	public static class OfSuperclass extends OnThis {

	}

	public static class OnSuper extends Worker {

		@Override
		public String work(String input) {
			return input;
		}

		String all() {
			return super.work("a");
		}

	}

	public abstract static class Template {

		String all() {
			return work("a");
		}

		abstract String work(String input);

	}

	public static class InSuperclass extends Template {

		@Override
		@BilledOperation("work")
		public String work(String input) {
			return input;
		}

	}

	public interface Working {

		default String all() {
			return work("a");
		}

		String work(String input);

	}

	public static class InInterface implements Working {

		@Override
		@BilledOperation("work")
		public String work(String input) {
			return input;
		}

	}

	public abstract static class GenericTemplate<T> {

		String all(T input) {
			return work(input);
		}

		abstract String work(T input);

	}

	public static class OfGenericSuperclass extends GenericTemplate<String> {

		@Override
		@BilledOperation("work")
		public String work(String input) {
			return input;
		}

	}

	public static class ByBilledMethod extends Worker {

		@BilledOperation("all")
		public String all() {
			return work("a");
		}

	}

	public static class InLambdaOfBilledMethod extends Worker {

		@BilledOperation("all")
		public Callable<String> all() {
			return () -> work("a");
		}

	}

	public static class ByPrivateMethod extends Worker {

		String all() {
			return some();
		}

		private String some() {
			return work("a");
		}

	}

	public static class ByPrivateMethodOfBilledMethod extends Worker {

		@BilledOperation("all")
		public String all() {
			return some();
		}

		private String some() {
			return work("a");
		}

	}

	public static class OnCastThis extends Worker {

		String all() {
			return ((Worker) this).work("a");
		}

	}

	@BilledOperation("work")
	public static class OfBilledClass {

		public String work(String input) {
			return input;
		}

		String all() {
			return work("a");
		}

	}

	public static class OnProxy extends Worker {

		private OnProxy self = this;

		String all() {
			return this.self.work("a");
		}

	}

	public record Provider(ObjectProvider<OnProvidedProxy> provider) {

	}

	public static class OnProvidedProxy extends Worker {

		private final Provider provider;

		OnProvidedProxy(Provider provider) {
			this.provider = provider;
		}

		String all() {
			return this.provider.provider().getObject().work(this.toString());
		}

	}

	public static class OnArgument extends Worker {

		String all(OnArgument other) {
			return other.work(toString());
		}

	}

	public static class OnChosenObject extends Worker {

		String all(OnChosenObject[] others, int i) {
			OnChosenObject other = (i > 0) ? others[i] : others[0];
			return other.work("a");
		}

	}

	public static class OnReferencedProxy extends Worker {

		private OnReferencedProxy self = this;

		Function<String, String> all() {
			return this.self::work;
		}

	}

	public static class Recursive {

		@BilledOperation("work")
		public String work(String input) {
			return input.isEmpty() ? input : work(input.substring(1));
		}

	}

	public static class Overriding extends Worker {

		@Override
		public String work(String input) {
			return super.work(input + "!");
		}

	}

	public static class Bridged extends GenericTemplate<String> {

		@Override
		String all(String input) {
			return input;
		}

		@Override
		@BilledOperation("work")
		public String work(String input) {
			return input;
		}

	}

	public static class OfOtherOverload extends Worker {

		String all() {
			return work(1);
		}

		String work(int input) {
			return "" + input;
		}

	}

	@BilledOperation("work")
	public static class BilledClassAmongItself {

		public String work(String input) {
			return input;
		}

		public String all() {
			return work("a");
		}

	}

	@BilledOperation("work")
	public static class BilledClassByPrivateMethod {

		public String work(String input) {
			return input;
		}

		public String all() {
			return each();
		}

		private String each() {
			return work("a");
		}

	}

}
