package ai.vluna.integration.springai;

import java.time.Duration;

import ai.vluna.integration.providers.FakeAnthropic;
import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;

/**
 * Tests for a model that calls other models, all of them beans.
 */
@SpringAiTest
@TestPropertySource(properties = "vluna.spring-ai.models.freeRouter.gate=false")
@Import(RouterTests.RouterConfiguration.class)
class RouterTests {

	private static final Tokens TOKENS = Tokens.of(36, 15).cached(64, 0);

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private FakeOpenAi openAi;

	@Autowired
	private FakeAnthropic anthropic;

	@Autowired
	@Qualifier("router")
	private ChatModel router;

	@Autowired
	@Qualifier("freeRouter")
	private ChatModel freeRouter;

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.openAi.reset();
		this.anthropic.reset();
	}

	@Test
	void billsTheRouterAndNotWhatItCalls() {
		this.openAi.reply(Reply.text("Hello").using(TOKENS));
		this.router.call("Hi");
		assertThat(this.gate).hasLedgerOf(1)
			.hasSingleLeaseFor("router.chat")
			.wasCommittedWith(TOKENS.total())
			.hasMeter("chat.cache-read", 64);
	}

	@Test
	void billsAStreamOfTheRouterOnce() {
		this.anthropic.reply(Reply.text("Hel", "lo").using(TOKENS));
		this.router.stream(new Prompt("Hi")).blockLast(Duration.ofSeconds(20));
		assertThat(this.gate).hasLedgerOf(1).hasSingleLeaseFor("router.chat").wasCommittedWith(TOKENS.total());
	}

	@Test
	void billsWhatTheRouterCallsIfItIsNotGatedItself() {
		this.openAi.reply(Reply.text("Hello").using(TOKENS));
		this.freeRouter.call("Hi");
		assertThat(this.gate).hasLedgerOf(1).hasSingleLeaseFor("openai.chat").wasCommittedWith(TOKENS.total());
		this.gate.reset();
		this.anthropic.reply(Reply.text("Hel", "lo").using(TOKENS));
		this.freeRouter.stream(new Prompt("Hi")).blockLast(Duration.ofSeconds(20));
		assertThat(this.gate).hasLedgerOf(1).hasSingleLeaseFor("anthropic.chat").wasCommittedWith(TOKENS.total());
	}

	/**
	 * Calls one model and streams another.
	 *
	 * @param calls who is called
	 * @param streams who streams
	 */
	record RoutingChatModel(ChatModel calls, ChatModel streams) implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return this.calls.call(new Prompt(prompt.getInstructions()));
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return this.streams.stream(new Prompt(prompt.getInstructions()));
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class RouterConfiguration {

		@Bean
		ChatModel router(@Qualifier("openAiChatModel") ChatModel openAi,
				@Qualifier("anthropicChatModel") ChatModel anthropic) {
			return new RoutingChatModel(openAi, anthropic);
		}

		@Bean
		ChatModel freeRouter(@Qualifier("openAiChatModel") ChatModel openAi,
				@Qualifier("anthropicChatModel") ChatModel anthropic) {
			return new RoutingChatModel(openAi, anthropic);
		}

	}

}
