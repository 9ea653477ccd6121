package ai.vluna.spring.model;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.MeterLine;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.NamePattern;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for the {@link ModelGate} over a template. What a model answers is its usage.
 */
class ModelGateTests {

	static final ModelId GPT = new ModelId("openai", "gpt-4o");

	static final TokenReader<TokenUsage> ITSELF = (usage) -> usage;

	private static final TokenMeters METERS = new TokenMeters(
			Map.of(TokenKind.INPUT, "in", TokenKind.CACHE_READ, "cached", TokenKind.OUTPUT, "out"));

	private final Gating gating = new Gating().paidByAlice();

	private final FakeGate gate = this.gating.gate;

	private final ModelGate models = models(METERS);

	@Test
	void aCallIsOneOperationWithALineForEachMeter() {
		TokenUsage usage = TokenUsage.builder()
			.count(TokenKind.INPUT, 100)
			.countWithin(TokenKind.CACHE_READ, 64)
			.count(TokenKind.OUTPUT, 20)
			.countWithin(TokenKind.REASONING, 7)
			.build();
		assertThat(this.models.call(GPT, ITSELF, () -> usage)).isSameAs(usage);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(committed().featureCode()).isEqualTo("openai.gpt-4o");
		assertThat(committed().quantityMinor()).isEqualTo("120");
		assertThat(committed().meters()).containsExactly(new MeterLine("in", "36"), new MeterLine("cached", "64"),
				new MeterLine("out", "20"));
	}

	@Test
	void withoutAMappingThereAreNoLines() {
		models(TokenMeters.NONE).call(GPT, ITSELF, () -> input(3));
		assertThat(committed().meters()).isEmpty();
		assertThat(committed().quantityMinor()).isEqualTo("3");
	}

	@Test
	void theLastReportOfAStreamHoldsForEachKind() {
		stream(input(30), output(1), output(12), output(0)).collectList().block();
		assertThat(committed().quantityMinor()).isEqualTo("42");
		assertThat(committed().meters()).containsExactly(new MeterLine("in", "30"), new MeterLine("out", "12"));
	}

	@Test
	void aStreamThatTellsNothingIsCancelled() {
		stream(TokenUsage.NONE, output(0)).collectList().block();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void aStreamThatIsLeftIsChargedOnceItToldItsFinalUsage() {
		TokenReader<TokenUsage> ending = new TokenReader<>() {

			@Override
			public TokenUsage read(TokenUsage chunk) {
				return chunk;
			}

			@Override
			public boolean isTerminal(TokenUsage chunk) {
				return !chunk.reported();
			}

		};
		Flux<TokenUsage> chunks = Flux.just(input(30), TokenUsage.NONE, TokenUsage.NONE);
		this.models.stream(GPT, ending, () -> chunks).take(1).blockLast();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		this.models.stream(GPT, ending, () -> chunks).take(2).blockLast();
		assertThat(committed().quantityMinor()).isEqualTo("30");
	}

	@Test
	void deniedCallsAreNotMade() {
		AtomicBoolean called = new AtomicBoolean();
		for (int i = 0; i < 4; i++) {
			this.gate.authorize().thenReject(402, "SERVER.CONFIG", "grant balance exhausted");
		}
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> this.models.call(GPT, ITSELF, () -> called(called)));
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> this.models.stream(GPT, ITSELF, () -> Flux.just(called(called))).blockLast());
		assertThat(this.models.callAsync(GPT, ITSELF, () -> CompletableFuture.completedFuture(called(called))))
			.isCompletedExceptionally();
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> this.models.tool("search", () -> called(called)));
		assertThat(called).isFalse();
	}

	@Test
	void whatACallSaysGoesBeforeDefaults() {
		ModelGate own = this.models
			.withDefaults(ModelCallOptions.builder().featureCode("own").labels(Map.of("team", "a")).build());
		own.call(GPT, ITSELF, () -> TokenUsage.of(TokenKind.INPUT, 3));
		ModelCallScope.with(ModelCallOptions.builder().featureCode("other").build(),
				() -> own.stream(GPT, ITSELF, () -> Flux.just(TokenUsage.of(TokenKind.INPUT, 4))).blockLast());
		this.models.call(GPT, ITSELF, () -> TokenUsage.of(TokenKind.INPUT, 5));
		assertThat(this.gate.commit().sent().get(0).body()).contains("\"own\"", "\"team\":\"a\"");
		assertThat(this.gate.commit().sent().get(1).body()).contains("\"other\"", "\"team\":\"a\"");
		assertThat(this.gate.commit().sent().get(2).body()).contains("openai.gpt-4o").doesNotContain("team");
	}

	@Test
	void theFeatureOfAPieceOfWorkIsThatOfItsChatsAlone() {
		ModelId vectors = new ModelId("openai", "text-embedding-3-small", ModelKind.EMBEDDING);
		ModelGate own = this.models.withDefaults(ModelCallOptions.builder().featureCode("vectors").build());
		ModelCallOptions work = ModelCallOptions.builder()
			.subject(BillingSubject.of("globex", "bob"))
			.featureCode("other")
			.labels(Map.of("flow", "rag"))
			.key("run-1")
			.build();
		ModelCallScope.with(work, () -> {
			this.models.call(vectors, ITSELF, () -> input(3));
			own.stream(vectors, ITSELF, () -> Flux.just(input(4))).blockLast();
			this.models.call(GPT, ITSELF, () -> input(5));
		});
		assertThat(this.gate.commit().sent())
			.extracting((sent) -> sent.request(CommitRequest.class).featureCode(), (sent) -> sent.context().userId())
			.containsExactly(tuple("openai.text-embedding-3-small", "bob"), tuple("vectors", "bob"),
					tuple("other", "bob"));
		assertThat(this.gate.commit().sent())
			.allSatisfy((sent) -> assertThat(sent.body()).contains("\"flow\":\"rag\""));
	}

	@Test
	void metersOfTheRuleAreNotThoseOfAnotherFeature() {
		ModelCallScope.with(ModelCallOptions.builder().featureCode("other").build(),
				() -> this.models.call(GPT, ITSELF, () -> TokenUsage.of(TokenKind.INPUT, 4)));
		assertThat(committed().featureCode()).isEqualTo("other");
		assertThat(committed().meters()).isEmpty();
	}

	@Test
	void defaultsHaveNoKey() {
		ModelCallOptions options = ModelCallOptions.builder().key("run-1").build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.models.withDefaults(options));
	}

	@Test
	void callsThatFailAreCancelledAndTellWhatHappened() {
		IOException failure = new IOException("reset");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.models.call(GPT, ITSELF, () -> fail(failure)))
			.isSameAs(failure);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.models.tool("search", () -> fail(failure)));
		assertThat(this.models.callAsync(GPT, ITSELF, () -> CompletableFuture.<TokenUsage>failedFuture(failure)))
			.failsWithin(Duration.ofSeconds(2))
			.withThrowableOfType(ExecutionException.class)
			.withCause(failure);
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel", "authorize", "cancel", "authorize",
				"cancel");
	}

	@Test
	void aCallThatAnswersLaterIsCommittedThen() {
		CompletableFuture<TokenUsage> answer = new CompletableFuture<>();
		CompletableFuture<@Nullable TokenUsage> billed = this.models.callAsync(GPT, ITSELF, () -> answer);
		assertThat(this.gate.paths()).containsExactly("authorize");
		answer.complete(input(3));
		assertThat(billed.join()).isEqualTo(input(3));
		assertThat(committed().quantityMinor()).isEqualTo("3");
	}

	@Test
	void aCallThatTellsCallbacksEndsWithThem() {
		OpenModelCall<TokenUsage> open = this.models
			.<TokenUsage, OpenModelCall<TokenUsage>, RuntimeException>callOpen(GPT, ITSELF, (call) -> call);
		open.next(input(30));
		open.next(output(12));
		assertThat(this.gate.paths()).containsExactly("authorize");
		open.complete();
		open.interrupt();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(committed().quantityMinor()).isEqualTo("42");
		this.models.<TokenUsage, OpenModelCall<TokenUsage>, RuntimeException>callOpen(GPT, ITSELF, (call) -> call)
			.interrupt();
		assertThat(this.gate.paths()).endsWith("authorize", "cancel");
	}

	@Test
	void aResponseWithoutUsageFollowsThePolicy() {
		ModelGate strict = models(new FeatureSettings(policy(OnMissingUsage.FAIL), null, null, METERS));
		assertThatIllegalStateException().isThrownBy(() -> strict.call(GPT, ITSELF, () -> TokenUsage.NONE));
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void onlyMappedToolsAreBilled() {
		assertThat(this.models.tool("free", () -> "done")).isEqualTo("done");
		assertThat(this.gate.paths()).isEmpty();
		assertThat(this.models.tool("search.web", () -> "done")).isEqualTo("done");
		this.models.<@Nullable Object, RuntimeException>tool("search.web", () -> null);
		assertThat(this.gate.commit().sent()).hasSize(2).allSatisfy((sent) -> {
			assertThat(sent.request(CommitRequest.class).featureCode()).isEqualTo("tool.search.web");
			assertThat(sent.request(CommitRequest.class).quantityMinor()).isEqualTo("5");
		});
	}

	@Test
	void callsInsideABilledMethodAreAbsorbedAndItsMappingMakesTheLines() {
		Operation outer = Gating.describe()
			.tokenMeters(new TokenMeters(Map.of(TokenKind.INPUT, "outer.in", TokenKind.OUTPUT, "outer.out")))
			.build();
		this.gating.template().execute(outer, () -> {
			this.models.call(GPT, ITSELF, () -> input(100).plus(TokenUsage.of(TokenKind.CACHE_READ, 10)));
			stream(output(7)).blockLast();
			this.models.tool("search", () -> "done");
			return "text";
		});
		List<CommitRequest> commits = this.gate.commit()
			.sent()
			.stream()
			.map((sent) -> sent.request(CommitRequest.class))
			.toList();
		assertThat(commits).extracting(CommitRequest::featureCode).containsExactly("tool.search", "llm.chat");
		assertThat(commits.get(1).quantityMinor()).isEqualTo("117");
		assertThat(commits.get(1).meters()).containsExactly(new MeterLine("outer.in", "110"),
				new MeterLine("outer.out", "7"));
	}

	@Test
	void aCallThatNamesAnotherPayerIsNotAbsorbed() {
		ModelCallOptions bob = ModelCallOptions.builder().subject(BillingSubject.of("globex", "bob")).build();
		this.gating.template()
			.execute(Gating.operation(),
					() -> ModelCallScope.with(bob, () -> this.models.call(GPT, ITSELF, () -> input(3))).toString());
		assertThat(this.gate.commit().sent()).extracting((sent) -> sent.context().userId()).contains("bob");
	}

	@Test
	void absorbedCallsHaveNoLinesWhereTheMethodMapsNothing() {
		this.gating.template()
			.execute(Gating.operation(), () -> this.models.call(GPT, ITSELF, () -> input(3)).toString());
		assertThat(committed().quantityMinor()).isEqualTo("3");
		assertThat(committed().meters()).isEmpty();
	}

	@Test
	void whatIsReportedInsideACallCountsForTheMethodAround() {
		this.gating.template().execute(Gating.operation(), () -> this.models.call(GPT, ITSELF, () -> {
			UsageReporter.report(Usage.of(9));
			return input(3);
		}).toString());
		assertThat(committed().quantityMinor()).isEqualTo("9");
		assertThat(this.models.call(GPT, (usage) -> null, () -> UsageReporter.report(Usage.of(9)))).isFalse();
		assertThat(this.gate.paths()).endsWith("authorize", "cancel");
	}

	@Test
	void aModelIsLookedUpOnce() {
		AtomicInteger asked = new AtomicInteger();
		FeatureResolver resolver = new FeatureResolver() {

			@Override
			public @Nullable BilledFeature ofModel(ModelId model) {
				asked.incrementAndGet();
				return model.name().startsWith("gpt") ? BilledFeature.of("special") : null;
			}

			@Override
			public @Nullable BilledFeature ofTool(String toolName) {
				asked.incrementAndGet();
				return null;
			}

		};
		ModelGate resolved = ModelGate.of(this.gating.template(),
				new FeatureResolution(List.of(resolver), new ModelRules(List.of(), List.of())));
		for (int i = 0; i < 3; i++) {
			resolved.call(GPT, ITSELF, () -> input(3));
			resolved.tool("search", () -> "done");
		}
		resolved.call(new ModelId("openai", "o3"), ITSELF, () -> input(3));
		assertThat(this.gate.commit().sent()).extracting((sent) -> sent.request(CommitRequest.class).featureCode())
			.containsExactly("special", "special", "special", "openai.o3");
		assertThat(asked).hasValue(3);
	}

	@Test
	void aNameThatMakesNoCodeFailsEveryFormBeforeTheCall() {
		ModelId long150 = new ModelId("openai", "x".repeat(150));
		assertThatIllegalArgumentException().isThrownBy(() -> this.models.call(long150, ITSELF, () -> input(3)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.models.stream(long150, ITSELF, () -> Flux.just(input(3))).blockLast());
		assertThat(this.models.callAsync(long150, ITSELF, () -> CompletableFuture.completedFuture(input(3))))
			.isCompletedExceptionally();
		assertThat(this.gate.paths()).isEmpty();
	}

	private Flux<TokenUsage> stream(TokenUsage... chunks) {
		return this.models.stream(GPT, ITSELF, () -> Flux.just(chunks));
	}

	private CommitRequest committed() {
		return this.gate.commit().sent().get(this.gate.commit().sent().size() - 1).request(CommitRequest.class);
	}

	private ModelGate models(TokenMeters meters) {
		return models(new FeatureSettings(OperationPolicy.INHERIT, null, null, meters));
	}

	private ModelGate models(FeatureSettings settings) {
		return over(this.gating, settings);
	}

	static ModelGate over(Gating gating, FeatureSettings settings) {
		ModelRule all = new ModelRule(new NamePattern("*"), null, settings, null, Map.of("from", "rule"), null);
		ModelRule search = new ModelRule(new NamePattern("search*"), "tool.{tool}", FeatureSettings.INHERIT, null,
				Map.of(), 5L);
		return ModelGate.of(gating.template(),
				new FeatureResolution(List.of(), new ModelRules(List.of(all), List.of(search))));
	}

	private static OperationPolicy policy(OnMissingUsage answer) {
		OperationPolicy none = OperationPolicy.INHERIT;
		return new OperationPolicy(none.mode(), none.onUnreachable(), none.onFailure(), none.onInterruption(), answer,
				none.onRateLimit(), none.onInnerCall());
	}

	static TokenUsage input(long count) {
		return TokenUsage.of(TokenKind.INPUT, count);
	}

	static TokenUsage output(long count) {
		return TokenUsage.of(TokenKind.OUTPUT, count);
	}

	private static TokenUsage called(AtomicBoolean called) {
		called.set(true);
		return input(3);
	}

	private static <T> T fail(IOException failure) throws IOException {
		throw failure;
	}

}
