package ai.vluna.spring.integration.springai;

import java.util.List;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.model.ModelId;
import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.google.genai.metadata.GoogleGenAiUsage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GatedChatModel}.
 */
class GatedChatModelTests {

	private final RecordingGate gate = new RecordingGate();

	private final SampleChatModel sample = new SampleChatModel("small", new DefaultUsage(0, 0), new DefaultUsage(7, 3));

	private final ChatModel model = GatedChatModel.of(this.sample, this.gate);

	@Test
	void gatesEveryWayToCall() {
		assertThat(this.model.call("Hi")).isEqualTo("Hello");
		this.model.call(new Prompt("Hi").getUserMessage());
		this.model.call(new Prompt("Hi"));
		this.model.stream("Hi").blockLast();
		this.model.stream(new Prompt("Hi").getUserMessage()).blockLast();
		this.model.stream(new Prompt("Hi")).blockLast();
		assertThat(this.gate.models).hasSize(6).containsOnly(new ModelId("sample", "small"));
		assertThat(this.sample.prompts).hasSize(6);
	}

	@Test
	void prefersTheModelThatThePromptNames() {
		this.model.call(new Prompt("Hi", ChatOptions.builder().model("large").build()));
		this.model.call(new Prompt("Hi", ChatOptions.builder().temperature(0.5).build()));
		assertThat(this.gate.models).extracting(ModelId::name).containsExactly("large", "small");
	}

	@Test
	void callsAModelWithoutANameDefault() {
		GatedChatModel.of(new SampleChatModel(null, new EmptyUsage()), this.gate).call("Hi");
		assertThat(this.gate.models).containsExactly(new ModelId("sample", "default"));
	}

	@Test
	void callsAModelWithoutANameAsItsSettingsSay() {
		GatedModelSettings settings = GatedModelSettings.DEFAULT.withModel("mine");
		GatedChatModel.of(new SampleChatModel(null, new EmptyUsage()), this.gate, settings).call("Hi");
		GatedChatModel.of(this.sample, this.gate, settings).call("Hi");
		assertThat(this.gate.models).extracting(ModelId::name).containsExactly("mine", "small");
	}

	@Test
	void takesProviderAndFeatureFromItsSettings() {
		GatedModelSettings settings = GatedModelSettings.DEFAULT.withProvider("mine").withFeature("Chat");
		GatedChatModel.of(this.sample, this.gate, settings).call("Hi");
		assertThat(this.gate.models).containsExactly(new ModelId("mine", "small"));
		assertThat(this.gate.defaults).isNotNull();
		assertThat(this.gate.defaults.featureCode()).isEqualTo("chat");
	}

	@Test
	void isNotGatedTwiceOrAgainstItsSettings() {
		assertThat(GatedChatModel.of(this.model, this.gate)).isSameAs(this.model);
		assertThat(GatedChatModel.of(this.sample, this.gate, new GatedModelSettings(false, null, null, null)))
			.isSameAs(this.sample);
		assertThat(((GatedModel<?>) this.model).ungated()).isSameAs(this.sample);
	}

	@Test
	@SuppressWarnings("removal")
	void hasTheOptionsOfTheModel() {
		assertThat(this.model.getOptions().getModel()).isEqualTo("small");
		assertThat(this.model.getDefaultOptions().getModel()).isEqualTo("deprecated");
	}

	@Test
	void readsEachChunk() {
		this.model.stream(new Prompt("Hi")).blockLast();
		assertThat(this.gate.usages).extracting(TokenUsage::total).containsExactly(0L, 10L);
		assertThat(this.gate.terminals).containsOnly(false);
	}

	@Test
	void takesCachedTokensForAPartOfTheInput() {
		GatedChatModel.of(new SampleChatModel("small", new DefaultUsage(100, 20, 120, null, 64L, 4L)), this.gate)
			.call("Hi");
		TokenUsage usage = this.gate.usages.get(0);
		assertThat(usage).isNotNull();
		assertThat(usage.count(TokenKind.INPUT)).isEqualTo(32);
		assertThat(usage.count(TokenKind.CACHE_READ)).isEqualTo(64);
		assertThat(usage.count(TokenKind.CACHE_WRITE)).isEqualTo(4);
		assertThat(usage.total()).isEqualTo(120);
	}

	@Test
	void takesCachedTokensThatAreNoPartOfTheInputForWhatTheyAre() {
		// As of Bedrock: more than the input, or told in the total beside it.
		SampleChatModel model = new SampleChatModel("nova", new DefaultUsage(10, 20, 30, null, 5000L, 4L),
				new DefaultUsage(100, 20, 188, null, 64L, 4L));
		GatedChatModel.of(model, this.gate).stream("Hi").blockLast();
		assertThat(this.gate.usages).extracting((usage) -> (usage != null) ? usage.total() : 0)
			.containsExactly(5034L, 188L);
	}

	@Test
	void countsThoughtsAndToolsOfGoogleBesideTheRest() {
		GoogleGenAiUsage google = GoogleUsages.of(100, 20, 137, 12, 64, 5);
		GatedChatModel.of(new SampleChatModel("gemini", google), this.gate).call("Hi");
		TokenUsage usage = this.gate.usages.get(0);
		assertThat(usage).isNotNull();
		assertThat(usage.count(TokenKind.INPUT)).isEqualTo(41);
		assertThat(usage.count(TokenKind.CACHE_READ)).isEqualTo(64);
		assertThat(usage.count(TokenKind.OUTPUT)).isEqualTo(20);
		assertThat(usage.count(TokenKind.REASONING)).isEqualTo(12);
		assertThat(usage.total()).isEqualTo(137);
	}

	@Test
	void showsTheModelWhatWasBoundWhenTheStreamWasAssembled() {
		BillingSubject alice = BillingSubject.of("acme", "alice");
		Flux<ChatResponse> stream = BillingSubjects.with(alice, () -> this.model.stream(new Prompt("Hi")));
		stream.contextWrite((context) -> context.put("other", "stays")).blockLast();
		ContextView seen = this.sample.contexts.get(0);
		assertThat(seen.<String>get("other")).isEqualTo("stays");
		assertThat(seen.stream().map((entry) -> entry.getValue())).contains(alice);
	}

	@Test
	void leavesTheReactorContextAsItIs() {
		BillingSubject bob = BillingSubject.of("globex", "bob");
		Flux<ChatResponse> stream = BillingSubjects.with(BillingSubject.of("acme", "alice"),
				() -> this.model.stream(new Prompt("Hi")));
		stream.contextWrite(BillingSubjects.write(bob)).blockLast();
		List<Object> seen = this.sample.contexts.get(0).stream().<Object>map((entry) -> entry.getValue()).toList();
		assertThat(seen).contains(bob).hasSize(1);
	}

}
