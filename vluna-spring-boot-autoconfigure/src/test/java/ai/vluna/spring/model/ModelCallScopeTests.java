package ai.vluna.spring.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

import ai.vluna.spring.context.BillingIdentity;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModelCallScope}.
 */
class ModelCallScopeTests {

	private static final ModelCallOptions KEYED = ModelCallOptions.builder().key("run").build();

	@Test
	void isBoundToTheBlockAndNotBeyond() {
		assertThat(ModelCallScope.current()).isNull();
		ModelCallScope.with(KEYED, () -> assertThat(current().options().key()).isEqualTo("run"));
		assertThat(ModelCallScope.current()).isNull();
	}

	@Test
	void whatItLeavesOpenIsSaidByTheScopeAround() {
		ModelCallOptions outer = ModelCallOptions.builder()
			.identity(BillingIdentity.of("acme", null))
			.featureCode("chat")
			.labels(Map.of("a", "outer", "b", "outer"))
			.budgetId("6f1f2f3a-0000-4000-8000-000000000001")
			.key("run")
			.build();
		ModelCallOptions inner = ModelCallOptions.builder()
			.identity(BillingIdentity.of(null, "alice"))
			.labels(Map.of("b", "inner"))
			.build();
		ModelCallScope.with(outer, () -> ModelCallScope.with(inner, () -> {
			ModelCallOptions options = current().options();
			assertThat(options.identity()).isEqualTo(BillingIdentity.of("acme", "alice"));
			assertThat(options.featureCode()).isEqualTo("chat");
			assertThat(options.labels()).containsOnly(Map.entry("a", "outer"), Map.entry("b", "inner"));
			assertThat(options.budgetId()).isEqualTo("6f1f2f3a-0000-4000-8000-000000000001");
			assertThat(options.key()).isEqualTo("run");
		}));
	}

	@Test
	void numbersTheCallsOfEachFeatureWhereTheKeyWasSaid() {
		ModelCallScope.with(KEYED, () -> {
			assertThat(current().nextKey("chat")).isEqualTo("run/1");
			assertThat(current().nextKey("tool")).isEqualTo("run/1");
			ModelCallScope.with(ModelCallOptions.NONE, () -> assertThat(current().nextKey("chat")).isEqualTo("run/2"));
			ModelCallScope.with(ModelCallOptions.builder().key("nested").build(),
					() -> assertThat(current().nextKey("chat")).isEqualTo("nested/1"));
			assertThat(current().nextKey("chat")).isEqualTo("run/3");
		});
		ModelCallScope.with(KEYED, () -> assertThat(current().nextKey("chat")).isEqualTo("run/1"));
	}

	@Test
	void callsHaveRandomKeysWhereNoneWasSaid() {
		ModelCallScope.with(ModelCallOptions.NONE, () -> assertThat(current().nextKey("chat")).isNull());
	}

	@Test
	void beginsAnewForEachSubscription() {
		Mono<String> key = Mono.deferContextual((context) -> Mono.justOrEmpty(scope(context).nextKey("chat")));
		Mono<String> work = key.contextWrite(ModelCallScope.write(KEYED));
		assertThat(List.of(work.block(), work.block())).containsExactly("run/1", "run/1");
		Mono<List<String>> twice = key.repeat(1).collectList().contextWrite(ModelCallScope.write(KEYED));
		assertThat(twice.block()).containsExactly("run/1", "run/2");
	}

	@Test
	void theScopeOfAChainGoesBeforeThatOfTheThreadAndIsWithinIt() {
		Mono<ModelCallOptions> options = Mono.deferContextual((context) -> Mono.just(scope(context).options()));
		ModelCallScope.with(KEYED, () -> {
			assertThat(options.block()).isSameAs(KEYED);
			ModelCallOptions written = options
				.contextWrite(ModelCallScope.write(ModelCallOptions.builder().featureCode("chat").build()))
				.block();
			assertThat(written).isNotNull();
			assertThat(written.featureCode()).isEqualTo("chat");
			assertThat(written.key()).isEqualTo("run");
		});
	}

	@Test
	void followsTheWorkToOtherThreads() {
		Executor elsewhere = ForkJoinPool.commonPool();
		ModelCallScope.with(KEYED, () -> {
			Executor propagating = ContextSnapshotFactory.builder().build().captureAll().wrapExecutor(elsewhere);
			assertThat(CompletableFuture.supplyAsync(() -> current().nextKey("chat"), propagating).join())
				.isEqualTo("run/1");
			assertThat(CompletableFuture.supplyAsync(ModelCallScope::current, elsewhere).join()).isNull();
			assertThat(current().nextKey("chat")).isEqualTo("run/2");
		});
	}

	private static ModelCallScope current() {
		return known(ModelCallScope.current());
	}

	private static ModelCallScope scope(ContextView context) {
		return known(ModelCallScope.current(context));
	}

	private static ModelCallScope known(@Nullable ModelCallScope scope) {
		assertThat(scope).isNotNull();
		return scope;
	}

}
