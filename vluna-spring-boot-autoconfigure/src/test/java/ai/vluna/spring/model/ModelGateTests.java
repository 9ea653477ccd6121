package ai.vluna.spring.model;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.NamePattern;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the {@link ModelGate} over a template.
 */
class ModelGateTests {

	private static final ModelId GPT = new ModelId("openai", "gpt-4o");

	private static final TokenReader<TokenUsage> ITSELF = (usage) -> usage;

	private static final FeatureSettings METERED = new FeatureSettings(OperationPolicy.INHERIT, null, null,
			new TokenMeters(Map.of(TokenKind.INPUT, "in", TokenKind.CACHE_READ, "cached", TokenKind.OUTPUT, "out")));

	private final Gating gating = new Gating().paidByAlice();

	private final FakeGate gate = this.gating.gate;

	private final ModelGate models = gate(METERED);

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
		assertThat(this.gate.commit().onlySent().body()).contains("openai.gpt-4o", "\"quantity_minor\":\"120\"",
				line("in", 36), line("cached", 64), line("out", 20));
	}

	@Test
	void theLastReportOfAStreamHoldsForEachKind() {
		Flux<TokenUsage> chunks = Flux.just(TokenUsage.of(TokenKind.INPUT, 30), TokenUsage.of(TokenKind.OUTPUT, 1),
				TokenUsage.of(TokenKind.OUTPUT, 12), TokenUsage.of(TokenKind.OUTPUT, 0));
		assertThat(this.models.stream(GPT, ITSELF, () -> chunks).collectList().block()).hasSize(4);
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"42\"", line("in", 30),
				line("out", 12));
	}

	@Test
	void aStreamThatTellsNothingIsCancelled() {
		this.models.stream(GPT, ITSELF, () -> Flux.just(TokenUsage.NONE)).collectList().block();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void aModelThatCallsModelsIsBilledOnce() {
		this.models.call(GPT, ITSELF, () -> this.models.call(GPT, ITSELF, () -> TokenUsage.of(TokenKind.INPUT, 3)));
		this.models
			.stream(GPT, ITSELF,
					() -> this.models.stream(GPT, ITSELF, () -> Flux.defer(
							() -> Flux.just(this.models.call(GPT, ITSELF, () -> TokenUsage.of(TokenKind.INPUT, 4))))))
			.blockLast();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits", "authorize", "commits");
	}

	@Test
	void whoFollowsAStreamIsNotInsideIt() {
		Flux<TokenUsage> first = this.models.stream(GPT, ITSELF, () -> Flux.just(TokenUsage.of(TokenKind.INPUT, 3)));
		first.concatMap((usage) -> this.models.stream(GPT, ITSELF, () -> Flux.just(TokenUsage.of(TokenKind.INPUT, 4))))
			.blockLast();
		assertThat(this.gate.commit().sent()).hasSize(2);
	}

	@Test
	void onlyMappedToolsAreBilledAndTheirModelsToo() {
		this.models.tool("free", () -> "done");
		assertThat(this.gate.paths()).isEmpty();
		this.models.call(GPT, ITSELF, () -> this.models.tool("search.web",
				() -> this.models.call(GPT, ITSELF, () -> TokenUsage.of(TokenKind.INPUT, 3))));
		assertThat(this.gate.commit().sent()).hasSize(3);
		assertThat(this.gate.commit().sent().get(1).body()).contains("tool.search.web", "\"quantity_minor\":\"5\"");
	}

	@Test
	void callsUnderAStableKeyAreNumbered() {
		ModelCallOptions options = ModelCallOptions.builder().key("run-1").labels(Map.of("team", "a")).build();
		for (int i = 0; i < 2; i++) {
			ModelCallScope.with(options, () -> {
				this.models.call(GPT, ITSELF, () -> TokenUsage.of(TokenKind.INPUT, 3));
				this.models.call(GPT, ITSELF, () -> TokenUsage.of(TokenKind.INPUT, 4));
			});
		}
		List<String> keys = this.gate.commit().sent().stream().map(FakeGate.Sent::key).toList();
		assertThat(keys.subList(0, 2)).doesNotHaveDuplicates().isEqualTo(keys.subList(2, 4));
		assertThat(this.gate.commit().sent().get(0).body()).contains("\"team\":\"a\"");
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
	void defaultsHaveNoKey() {
		ModelCallOptions options = ModelCallOptions.builder().key("run-1").build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.models.withDefaults(options));
	}

	private ModelGate gate(FeatureSettings settings) {
		ModelRule all = new ModelRule(new NamePattern("*"), null, settings, null, Map.of(), null);
		ModelRule search = new ModelRule(new NamePattern("search*"), "tool.{tool}", FeatureSettings.INHERIT, null,
				Map.of(), 5L);
		return ModelGate.of(this.gating.template(),
				new BilledFeatures(List.of(), new ModelRules(List.of(all), List.of(search))));
	}

	private static String line(String meter, long quantity) {
		return "\"meter_code\":\"%s\",\"quantity_minor\":\"%d\"".formatted(meter, quantity);
	}

}
