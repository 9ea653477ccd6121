package ai.vluna.spring.gate;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link BillingTemplate#passThrough()}.
 */
class PassThroughTemplateTests {

	private final BillingTemplate template = BillingTemplate.passThrough();

	@ParameterizedTest
	@EnumSource
	void doesTheWork(Shape shape) throws Throwable {
		assertThat(shape.run(this.template, Operation.builder("a").build(), () -> 42)).isEqualTo(42);
		assertThatIllegalStateException()
			.isThrownBy(() -> shape.run(this.template, Operation.builder("a").build(), () -> {
				throw new IllegalStateException("failed");
			}));
	}

	@Test
	void nullIsNothing() {
		Operation operation = Operation.builder("a").build();
		assertThat(this.template.executeAsync(operation, () -> null)).isCompletedWithValue(null);
		assertThat(this.template.executeMono(() -> operation, () -> null).block()).isNull();
		assertThat(this.template.executeFlux(() -> operation, () -> null).collectList().block()).isEmpty();
	}

	@Test
	void behavesLikeTheRealOneTowardsItsCaller() {
		CompletableFuture<Integer> source = new CompletableFuture<>();
		this.template.executeAsync(Operation.builder("a").build(), () -> source).cancel(true);
		assertThat(source).isNotDone();
		assertThat(this.template.executeAsync(Operation.builder("a").build(), () -> {
			throw new IllegalStateException("at assembly");
		})).isCompletedExceptionally();
	}

}
