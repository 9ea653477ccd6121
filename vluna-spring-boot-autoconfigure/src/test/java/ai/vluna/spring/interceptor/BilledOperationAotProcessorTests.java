package ai.vluna.spring.interceptor;

import java.util.List;

import ai.vluna.spring.annotation.BilledOperation;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BilledOperationAotProcessor}.
 */
class BilledOperationAotProcessorTests {

	@Test
	void keepsWhatExpressionsReach() {
		RuntimeHints hints = process(Service.class);
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Request.class)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Result.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Nested.class, "tokens")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Mono.class)).rejects(hints);
	}

	@Test
	void keepsNothingForLiteralAttributes() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Request.class)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).rejects(process(Literal.class));
	}

	private static RuntimeHints process(Class<?> bean) {
		DefaultGenerationContext generation = new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(bean)),
				new InMemoryGeneratedFiles());
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.registerBean(bean);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			return generation.getRuntimeHints();
		}
	}

	public record Request(String customer) {
	}

	public record Result(List<Nested> parts, Nested total) {
	}

	public record Nested(long tokens) {
	}

	public static class Service {

		@BilledOperation(feature = "f", principal = "#request.customer", quantity = "#result.total.tokens")
		public Mono<Result> work(Request request) {
			return Mono.empty();
		}

	}

	public static class Literal {

		@BilledOperation("f")
		public void work(Request request) {
		}

	}

}
