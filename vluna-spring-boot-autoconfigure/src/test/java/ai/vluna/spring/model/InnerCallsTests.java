package ai.vluna.spring.model;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.usage.TokenUsage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for model calls inside model calls, and for those that only seem to be.
 */
class InnerCallsTests {

	private final Gating gating = new Gating().paidByAlice();

	private final FakeGate gate = this.gating.gate;

	private final ModelGate models = ModelGateTests.over(this.gating, FeatureSettings.INHERIT);

	@Test
	void aModelThatCallsModelsIsBilledOnce() {
		call(() -> call(this::answer));
		call(() -> stream(Flux.just(answer())).blockLast());
		call(() -> this.models
			.callAsync(ModelGateTests.GPT, ModelGateTests.ITSELF, () -> CompletableFuture.completedFuture(answer()))
			.join());
		call(() -> this.models.<TokenUsage, TokenUsage, RuntimeException>callOpen(ModelGateTests.GPT,
				ModelGateTests.ITSELF, (call) -> answer()));
		assertBilled(4);
	}

	@Test
	void aStreamOfAModelThatCallsModelsIsBilledOnce() {
		stream(stream(Flux.just(answer()))).blockLast();
		stream(stream(stream(Flux.just(answer()))).publishOn(Schedulers.parallel())).blockLast();
		stream(Flux.defer(() -> Flux.just(call(this::answer)))).blockLast();
		stream(Mono.fromCallable(() -> call(this::answer)).flux()).blockLast();
		this.models.stream(ModelGateTests.GPT, ModelGateTests.ITSELF, () -> Flux.just(call(this::answer))).blockLast();
		assertBilled(5);
	}

	@Test
	void aStreamInsideIsRecognisedOnAnyThreadByItsChain() {
		Flux<TokenUsage> inner = stream(
				Flux.defer(() -> Flux.just(call(this::answer))).map((usage) -> call(() -> usage)));
		stream(inner.subscribeOn(Schedulers.boundedElastic())).blockLast();
		assertBilled(1);
	}

	@Test
	void aCallThatAnswersLaterIsInsideWhileItStarts() {
		this.models
			.callAsync(ModelGateTests.GPT, ModelGateTests.ITSELF,
					() -> CompletableFuture.completedFuture(call(this::answer)))
			.thenApply((usage) -> call(this::answer))
			.join();
		assertBilled(2);
	}

	@Test
	void whoFollowsAStreamIsNotInsideItEvenIfItEmitsWhileItIsSubscribed() {
		stream(Flux.just(answer())).concatMap((usage) -> stream(Flux.just(usage)))
			.map((usage) -> call(() -> usage))
			.blockLast();
		assertBilled(3);
		stream(Flux.just(answer())).collectList().map((usages) -> call(this::answer)).block();
		assertBilled(5);
		stream(Flux.error(new IllegalStateException("failed")))
			.onErrorResume((failure) -> Mono.fromCallable(() -> call(this::answer)))
			.blockLast();
		assertBilled(6);
	}

	@Test
	void whoFollowsAStreamInsideAMethodIsAbsorbedByTheMethod() {
		this.gating.template()
			.execute(Gating.operation(),
					() -> stream(Flux.just(answer())).concatMap((usage) -> stream(Flux.just(usage)))
						.map((usage) -> call(() -> usage))
						.map((usage) -> "text")
						.blockLast());
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"9\"");
	}

	@Test
	void toolsAndTheAgentsInThemAreNotInside() {
		call(() -> this.models.tool("search", () -> call(this::answer)));
		assertBilled(3);
		call(() -> this.models.tool("free", () -> call(this::answer)));
		assertBilled(5);
	}

	@Test
	void callbacksAreNotInsideEvenIfTheyRunBeforeTheStartReturns() {
		this.models.<TokenUsage, TokenUsage, RuntimeException>callOpen(ModelGateTests.GPT, ModelGateTests.ITSELF,
				(call) -> {
					call.next(call(this::answer));
					call.complete();
					call.callback(() -> call(this::answer));
					return answer();
				});
		assertBilled(2);
	}

	@Test
	void afterACallNothingIsInsideAnyMore() {
		assertThatIllegalStateException().isThrownBy(() -> call(() -> {
			throw new IllegalStateException("failed");
		}));
		assertThat(InnerCalls.isInside()).isFalse();
		stream(Flux.just(answer(), answer())).take(1).blockLast();
		assertThat(InnerCalls.isInside()).isFalse();
	}

	@Test
	void otherThreadsAreNotInside() {
		call(() -> CompletableFuture.supplyAsync(() -> call(this::answer)).join());
		assertBilled(2);
	}

	private void assertBilled(int times) {
		assertThat(this.gate.commit().sent()).hasSize(times);
	}

	private TokenUsage call(Supplier<TokenUsage> body) {
		return this.models.call(ModelGateTests.GPT, ModelGateTests.ITSELF, body::get);
	}

	private Flux<TokenUsage> stream(Flux<TokenUsage> body) {
		return this.models.stream(ModelGateTests.GPT, ModelGateTests.ITSELF, () -> body);
	}

	private TokenUsage answer() {
		return ModelGateTests.input(3);
	}

}
