package ai.vluna.spring.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.FakeGate.Sent;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.usage.TokenUsage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what a piece of work says about its calls.
 */
class ModelCallOptionsTests {

	private static final String BUDGET = "6f1f2f3a-0000-4000-8000-000000000001";

	private static final ModelCallOptions BOB = ModelCallOptions.builder()
		.subject(BillingSubject.of("acme", "bob"))
		.featureCode("Assistant")
		.labels(Map.of("team", "a"))
		.budgetId(BUDGET)
		.build();

	private static final ModelCallOptions KEYED = ModelCallOptions.builder().key("run").build();

	private final Gating gating = new Gating().paidByAlice();

	private final FakeGate gate = this.gating.gate;

	private final ModelGate models = ModelGateTests.over(this.gating, FeatureSettings.INHERIT);

	@Test
	void holdForTheCallsOfABlock() {
		ModelCallScope.with(BOB, () -> call());
		call();
		assertThat(this.gate.commit().sent()).satisfiesExactly(this::isBobs, this::isAlices);
		Sent authorize = this.gate.authorize().sent().get(0);
		assertThat(authorize.request(AuthorizeRequest.class).budgetId()).isEqualTo(BUDGET);
		assertThat(authorize.context().userId()).isEqualTo("bob");
	}

	@Test
	void holdForTheToolsOfABlockUnderTheirOwnFeature() {
		ModelCallScope.with(BOB, () -> this.models.tool("search", () -> "done"));
		Sent commit = this.gate.commit().onlySent();
		assertThat(commit.request(CommitRequest.class).featureCode()).isEqualTo("tool.search");
		assertThat(commit.request(CommitRequest.class).labels()).containsEntry("team", "a");
		assertThat(commit.context().userId()).isEqualTo("bob");
	}

	@Test
	void holdForTheStreamsOfAChain() {
		stream().contextWrite(ModelCallScope.write(BOB)).blockLast();
		stream().subscribeOn(Schedulers.parallel()).contextWrite(ModelCallScope.write(BOB)).blockLast();
		ModelCallScope.with(KEYED, () -> stream().contextWrite(ModelCallScope.write(BOB)).blockLast());
		assertThat(this.gate.commit().sent()).hasSize(3).allSatisfy(this::isBobs);
	}

	@Test
	void holdForStreamsThatWereAssembledInABlock() {
		Flux<TokenUsage> stream = ModelCallScope.with(BOB, this::stream);
		stream.subscribeOn(Schedulers.parallel()).blockLast();
		stream.blockLast();
		assertThat(this.gate.commit().sent()).hasSize(2).allSatisfy(this::isBobs);
	}

	@Test
	void holdForCallsThatAnswerLater() {
		CompletableFuture<TokenUsage> answer = new CompletableFuture<>();
		CompletableFuture<?> billed = ModelCallScope.with(BOB,
				() -> this.models.callAsync(ModelGateTests.GPT, ModelGateTests.ITSELF, () -> answer));
		CompletableFuture.runAsync(() -> answer.complete(ModelGateTests.input(3)), ForkJoinPool.commonPool());
		billed.join();
		isBobs(this.gate.commit().onlySent());
	}

	@Test
	void labelsOfTheRuleAreKept() {
		ModelCallScope.with(BOB, () -> call());
		assertThat(this.gate.commit().onlySent().request(CommitRequest.class).labels())
			.containsOnly(Map.entry("from", "rule"), Map.entry("team", "a"));
	}

	@Test
	void theSameWorkDoneAgainUsesTheSameKeys() {
		for (int i = 0; i < 2; i++) {
			ModelCallScope.with(KEYED, () -> {
				call();
				this.models.tool("search", () -> "done");
				call();
				this.models.tool("search", () -> "done");
			});
		}
		List<String> keys = this.gate.commit().sent().stream().map(Sent::key).toList();
		assertThat(keys.subList(0, 4)).doesNotHaveDuplicates().isEqualTo(keys.subList(4, 8));
	}

	@Test
	void underAStableKeyAFailedCallIsLeftOpen() {
		assertThatIllegalStateException().isThrownBy(() -> ModelCallScope.with(KEYED, () -> {
			this.models.call(ModelGateTests.GPT, ModelGateTests.ITSELF, () -> {
				throw new IllegalStateException("failed");
			});
		}));
		ModelCallScope.with(KEYED, () -> call());
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits");
		assertThat(this.gate.authorize().sent()).extracting(Sent::key)
			.containsOnly(this.gate.authorize().sent().get(0).key());
	}

	@Test
	void underAStableKeyAStreamThatIsSubscribedAgainIsTheSameCall() {
		AtomicInteger attempts = new AtomicInteger();
		Flux<TokenUsage> failingOnce = this.models.stream(ModelGateTests.GPT, ModelGateTests.ITSELF,
				() -> (attempts.getAndIncrement() == 0) ? Flux.error(new IllegalStateException("failed"))
						: Flux.just(ModelGateTests.input(3)));
		failingOnce.retry(1).thenMany(stream()).contextWrite(ModelCallScope.write(KEYED)).blockLast();
		List<String> keys = this.gate.authorize().sent().stream().map(Sent::key).toList();
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits", "authorize", "commits");
		assertThat(keys.get(1)).isEqualTo(keys.get(0));
		assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
	}

	@Test
	void withoutAKeyEachSubscriptionIsACallOfItsOwn() {
		Flux<TokenUsage> stream = stream();
		stream.repeat(1).contextWrite(ModelCallScope.write(BOB)).blockLast();
		assertThat(this.gate.commit().sent()).extracting(Sent::key).doesNotHaveDuplicates().hasSize(2);
	}

	@Test
	void valuesThatTheGateWouldRefuseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ModelCallOptions.builder().featureCode("a b"));
		assertThatIllegalArgumentException().isThrownBy(() -> ModelCallOptions.builder().key(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> ModelCallOptions.builder().budgetId("b-1"));
	}

	private void isBobs(Sent commit) {
		assertThat(commit.context().userId()).isEqualTo("bob");
		assertThat(commit.request(CommitRequest.class).featureCode()).isEqualTo("assistant");
		assertThat(commit.request(CommitRequest.class).labels()).containsEntry("team", "a");
	}

	private void isAlices(Sent commit) {
		assertThat(commit.context().userId()).isEqualTo("alice");
		assertThat(commit.request(CommitRequest.class).featureCode()).isEqualTo("openai.gpt-4o");
		assertThat(commit.request(CommitRequest.class).labels()).doesNotContainKey("team");
	}

	private TokenUsage call() {
		return this.models.call(ModelGateTests.GPT, ModelGateTests.ITSELF, () -> ModelGateTests.input(3));
	}

	private Flux<TokenUsage> stream() {
		return this.models.stream(ModelGateTests.GPT, ModelGateTests.ITSELF, () -> Flux.just(ModelGateTests.input(3)));
	}

}
