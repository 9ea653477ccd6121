package ai.vluna.integration.springai;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.vluna.integration.providers.FakeProvider;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.integration.providers.ToolCall;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.integration.springai.client.GatedChatClient;
import ai.vluna.spring.integration.springai.tool.OnDeniedTool;
import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Autowired;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for runs of a client that calls a model and tools by turns.
 */
abstract class ToolLoopTests {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	static final Tokens FIRST = Tokens.of(80, 20).cached(16, 4).reasoned(5);

	static final Tokens SECOND = Tokens.of(110, 30).cached(64, 0).reasoned(7);

	static final BillingSubject ALICE = BillingSubject.of("acme", "alice");

	static final BillingSubject BOB = BillingSubject.of("globex", "bob");

	static final BillingSubject DAVE = BillingSubject.of("initech", "dave");

	final Forecasts tools = new Forecasts();

	@Autowired
	EmbeddedGate gate;

	@Autowired
	ModelGate modelGate;

	FakeProvider provider;

	ChatModel model;

	ChatClient client;

	private final String feature;

	ToolLoopTests(String feature) {
		this.feature = feature;
	}

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.provider.reset();
	}

	@Test
	void isOneCycleForEachModelCallAndEachBilledTool() {
		calling(call("forecast"));
		assertThat(ask()).isEqualTo("Take a coat");
		assertThat(this.tools.calls).containsExactly("forecast Oslo");
		assertThat(this.provider.lastRequest().body().toString()).contains("wet in Oslo");
		assertThatItCost(model(FIRST), tool(), model(SECOND));
	}

	@Test
	void isTheSameWhenStreamed() {
		calling(call("forecast"));
		assertThat(text(stream().contextWrite(BillingSubjects.write(BOB)))).isEqualTo("Take a coat");
		assertThatItCost(model(FIRST), tool(), model(SECOND));
		assertThatAllIsPaidBy(BOB);
	}

	@Test
	void letsWhoeverSubscribesToAStreamPayForAllRounds() {
		calling(call("forecast"));
		assertThat(BillingSubjects.with(BOB, () -> text(stream()))).isEqualTo("Take a coat");
		assertThatItCost(model(FIRST), tool(), model(SECOND));
		assertThatAllIsPaidBy(BOB);
	}

	@Test
	void doesNotLetWhoeverMadeAStreamPay() {
		calling(call("forecast"));
		Flux<String> stream = BillingSubjects.with(BOB, this::stream);
		assertThat(text(stream)).isEqualTo("Take a coat");
		assertThatAllIsPaidBy(ALICE);
	}

	@Test
	void letsWhoeverIsNamedWithAStreamPay() {
		calling(call("forecast"));
		Flux<String> stream = this.client.prompt("Weather?")
			.tools(this.tools)
			.advisors(GatedChatClient.options((options) -> options.subject(BOB)))
			.stream()
			.content();
		assertThat(BillingSubjects.with(DAVE, () -> text(stream))).isEqualTo("Take a coat");
		assertThatAllIsPaidBy(BOB);
	}

	@Test
	void leavesOtherToolsFree() {
		calling(call("locate"));
		ask();
		assertThat(this.tools.calls).containsExactly("locate Oslo");
		assertThatItCost(model(FIRST), model(SECOND));
	}

	@Test
	void billsEachOfSeveralCallsWithOneId() {
		this.provider.reply(Reply.toolCalls(call("forecast"), call("forecast")).using(FIRST),
				Reply.toolCalls(call("forecast")).using(FIRST), Reply.text("Take a coat").using(SECOND));
		this.client.prompt("Weather?")
			.tools(this.tools)
			.advisors(GatedChatClient.options((options) -> options.key("run-1")))
			.call()
			.content();
		assertThatItCost(model(FIRST), tool(), tool(), model(FIRST), tool(), model(SECOND));
	}

	@Test
	void failsWhenAToolIsDenied() {
		calling(call("forecast"));
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(() -> BillingSubjects.with(DAVE, this::ask))
			.satisfies((denial) -> assertThat(denial.getFeatureCode()).isEqualTo(Forecasts.FEATURE));
		assertThat(this.tools.calls).isEmpty();
		assertThat(this.provider.requests()).hasSize(1);
		assertThatItCost(model(FIRST));
	}

	@Test
	void failsWhenAToolOfAStreamIsDenied() {
		calling(call("forecast"));
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> text(stream().contextWrite(BillingSubjects.write(DAVE))));
		assertThat(this.tools.calls).isEmpty();
		assertThatItCost(model(FIRST));
	}

	@Test
	void tellsTheModelThatAToolIsDenied() {
		calling(call("forecast"));
		ChatClient telling = GatedChatClient.of(ChatClient.create(this.model), this.modelGate, OnDeniedTool.TELL_MODEL);
		String answer = BillingSubjects.with(DAVE, () -> telling.prompt("Weather?").tools(this.tools).call().content());
		assertThat(answer).isEqualTo("Take a coat");
		assertThat(this.tools.calls).isEmpty();
		assertThat(this.provider.lastRequest().body().toString())
			.contains("'forecast' was not called, as its use was denied: QUOTA");
		assertThatItCost(model(FIRST), model(SECOND));
	}

	@Test
	void cancelsWhenAToolFails() {
		calling(call("forecastNothing"));
		assertThat(ask()).isEqualTo("Take a coat");
		assertThat(this.provider.lastRequest().body().toString()).contains("No clouds in Oslo");
		assertThat(this.gate).hasLedgerOf(3).hasSingleLeaseFor(Forecasts.FEATURE).wasCancelled();
	}

	@Test
	void billsAToolThatAnswersTheUser() {
		this.provider.reply(Reply.toolCalls(call("forecastDirectly")).using(FIRST));
		assertThat(ask()).contains("dry in Oslo");
		assertThatItCost(model(FIRST), tool());
	}

	@Test
	void tellsNobodyInTheContextOfTools() {
		calling(call("forecastInContext"));
		this.client.prompt("Weather?")
			.tools(this.tools)
			.toolContext(Map.of("locale", "nb"))
			.advisors(GatedChatClient.options((options) -> options.subject(BOB).labels(Map.of("run", "1"))))
			.call()
			.content();
		assertThat(this.tools.contexts).containsExactly(Map.of("locale", "nb"));
		assertThatAllIsPaidBy(BOB);
	}

	@Test
	void billsWhatAnAgentInsideAnAgentCalls() {
		callingAnAgent();
		Agent agent = new Agent(this.client, this.tools);
		String answer = BillingSubjects.with(BOB, () -> this.client.prompt("Weather?").tools(agent).call().content());
		assertThat(answer).isEqualTo("Take a coat");
		assertThatItCost(model(FIRST), model(FIRST), tool(), model(SECOND), model(SECOND));
		assertThatAllIsPaidBy(BOB);
	}

	@Test
	void billsWhatAnAgentInsideAStreamedAgentCalls() {
		callingAnAgent();
		Agent agent = new Agent(this.client, this.tools);
		assertThat(text(this.client.prompt("Weather?")
			.tools(agent)
			.advisors(GatedChatClient.options((options) -> options.subject(BOB).key("run-1")))
			.stream()
			.content())).isEqualTo("Take a coat");
		assertThatItCost(model(FIRST), model(FIRST), tool(), model(SECOND), model(SECOND));
		assertThatAllIsPaidBy(BOB);
	}

	private void callingAnAgent() {
		this.provider.reply(
				Reply.toolCalls(new ToolCall("call_1", "delegate", "{\"question\":\"Rain?\"}")).using(FIRST),
				Reply.toolCalls(call("forecast")).using(FIRST), Reply.text("It rains").using(SECOND),
				Reply.text("Take ", "a coat").using(SECOND));
	}

	void calling(ToolCall... calls) {
		this.provider.reply(Reply.toolCalls(calls).using(FIRST), Reply.text("Take ", "a coat").using(SECOND));
	}

	static ToolCall call(String tool) {
		return new ToolCall("call_1", tool, "{\"city\":\"Oslo\"}");
	}

	private String ask() {
		return String.valueOf(this.client.prompt("Weather?").tools(this.tools).call().content());
	}

	private Flux<String> stream() {
		return this.client.prompt("Weather?").tools(this.tools).stream().content();
	}

	static String text(Flux<String> stream) {
		List<String> pieces = stream.collectList().block(PATIENCE);
		assertThat(pieces).isNotNull();
		return String.join("", pieces);
	}

	Cost model(Tokens tokens) {
		return Cost.of(this.feature, tokens);
	}

	static Cost tool() {
		return Cost.ofQuantity(Forecasts.FEATURE, Forecasts.QUANTITY);
	}

	void assertThatItCost(Cost... costs) {
		Cost.assertThatItWas(this.gate, costs);
	}

	void assertThatAllIsPaidBy(BillingSubject subject) {
		assertThat(this.gate.ledger()).isNotEmpty()
			.allSatisfy((entry) -> assertThat(entry).isPaidBy(subject.principalId(), subject.userId()));
	}

}
