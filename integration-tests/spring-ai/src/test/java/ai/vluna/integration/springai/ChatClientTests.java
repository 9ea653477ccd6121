package ai.vluna.integration.springai;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import ai.vluna.integration.providers.FakeProvider;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.integration.providers.ToolCall;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.annotation.Autowired;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what a {@code ChatClient} makes of gated models, whoever provides them.
 */
abstract class ChatClientTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Tokens FIRST = Tokens.of(80, 20).cached(16, 4).reasoned(5);

	private static final Tokens SECOND = Tokens.of(110, 30).cached(64, 0).reasoned(7);

	private static final String OSLO = "{\"name\":\"Oslo\",\"inhabitants\":717710}";

	@Autowired
	private EmbeddedGate gate;

	private final FakeProvider provider;

	private final ChatClient client;

	private final String feature;

	ChatClientTests(FakeProvider provider, ChatClient client, String feature) {
		this.provider = provider;
		this.client = client;
		this.feature = feature;
	}

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.provider.reset();
	}

	@Test
	void billsAnEntity() {
		this.provider.reply(Reply.text(OSLO).using(FIRST));
		assertThat(this.client.prompt("Which city?").call().entity(City.class)).isEqualTo(new City("Oslo", 717710));
		assertThatItCost(FIRST);
	}

	@Test
	void billsEachCallThatAnAdvisorRepeats() {
		this.provider.reply(Reply.text("no JSON").using(FIRST), Reply.text(OSLO).using(SECOND));
		StructuredOutputValidationAdvisor validation = StructuredOutputValidationAdvisor.builder()
			.outputType(City.class)
			.build();
		assertThat(this.client.prompt("Which city?").advisors(validation).call().content()).contains("Oslo");
		assertThatItCost(FIRST, SECOND);
	}

	@Test
	void billsEachModelCallOfAToolLoop() {
		this.provider.reply(Reply.toolCalls(weather()).using(FIRST), Reply.text("It rains").using(SECOND));
		assertThat(this.client.prompt("Weather?").tools(new Tools()).call().content()).isEqualTo("It rains");
		assertThat(this.provider.lastRequest().body().toString()).contains("wet in Oslo");
		assertThatItCost(FIRST, SECOND);
	}

	@Test
	void billsEachModelCallOfAStreamedToolLoop() {
		BillingSubject bob = BillingSubject.of("globex", "bob");
		this.provider.reply(Reply.toolCalls(weather()).using(FIRST), Reply.text("It ", "rains").using(SECOND));
		List<String> answer = this.client.prompt("Weather?")
			.tools(new Tools())
			.stream()
			.content()
			.contextWrite(BillingSubjects.write(bob))
			.collectList()
			.block(PATIENCE);
		assertThat(answer).containsSubsequence("It ", "rains");
		assertThatItCost(FIRST, SECOND);
		assertThat(this.gate.ledger()).allSatisfy((entry) -> assertThat(entry).isPaidBy("globex", "bob"));
	}

	@Test
	void asksNoProviderWhenItIsDenied() {
		BillingSubject bella = BillingSubject.of("bankrupt", "bella");
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> BillingSubjects.with(bella, () -> this.client.prompt("Hi").call().content()));
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(() -> BillingSubjects.with(bella,
				() -> this.client.prompt("Hi").stream().content().collectList().block(PATIENCE)));
		assertThat(this.provider.requests()).isEmpty();
	}

	private void assertThatItCost(Tokens... calls) {
		Cost.assertThatItWas(this.gate,
				Stream.of(calls).map((tokens) -> Cost.of(this.feature, tokens)).toArray(Cost[]::new));
	}

	private static ToolCall weather() {
		return new ToolCall("call_1", "weather", "{\"city\":\"Oslo\"}");
	}

	record City(String name, int inhabitants) {

	}

	static class Tools {

		@Tool(description = "Tells the weather")
		String weather(String city) {
			return "wet in " + city;
		}

	}

}
