package ai.vluna.integration.springai;

import java.time.Duration;

import ai.vluna.integration.providers.FakeAnthropic;
import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

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
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a model that calls other models, all of them beans.
 */
@SpringAiTest
@TestPropertySource(properties = { "vluna.spring-ai.models.freeRouter.gate=false",
		"vluna.spring-ai.models.freeWaitingRouter.gate=false" })
@Import(RouterTests.RouterConfiguration.class)
class RouterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

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
		this.router.stream(new Prompt("Hi")).blockLast(PATIENCE);
		assertThat(this.gate).hasLedgerOf(1).hasSingleLeaseFor("router.chat").wasCommittedWith(TOKENS.total());
	}

	@Test
	void billsWhatTheRouterCallsIfItIsNotGatedItself() {
		this.openAi.reply(Reply.text("Hello").using(TOKENS));
		this.freeRouter.call("Hi");
		assertThat(this.gate).hasLedgerOf(1).hasSingleLeaseFor("openai.chat").wasCommittedWith(TOKENS.total());
		this.gate.reset();
		this.anthropic.reply(Reply.text("Hel", "lo").using(TOKENS));
		this.freeRouter.stream(new Prompt("Hi")).blockLast(PATIENCE);
		assertThat(this.gate).hasLedgerOf(1).hasSingleLeaseFor("anthropic.chat").wasCommittedWith(TOKENS.total());
	}

	@Test
	void billsTwiceWhatARouterWaitsForElsewhere(@Autowired @Qualifier("waitingRouter") ChatModel waitingRouter) {
		this.openAi.reply(Reply.text("Hello").using(TOKENS));
		waitingRouter.stream(new Prompt("Hi")).blockLast(PATIENCE);
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature)
			.containsExactlyInAnyOrder("router.chat", "openai.chat");
	}

	@Test
	void billsOnceWhatARouterWaitsForIfItIsNotGatedItself(
			@Autowired @Qualifier("freeWaitingRouter") ChatModel freeWaitingRouter) {
		this.openAi.reply(Reply.text("Hello").using(TOKENS));
		freeWaitingRouter.stream(new Prompt("Hi")).blockLast(PATIENCE);
		assertThat(this.gate).hasLedgerOf(1).hasSingleLeaseFor("openai.chat").wasCommittedWith(TOKENS.total());
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

	/**
	 * Streams what it waits for on another thread.
	 *
	 * @param model who is waited for
	 */
	record WaitingChatModel(ChatModel model) implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return this.model.call(prompt);
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return Mono.fromCallable(() -> call(prompt)).subscribeOn(Schedulers.boundedElastic()).flux();
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

		@Bean
		ChatModel waitingRouter(@Qualifier("openAiChatModel") ChatModel openAi) {
			return new RoutingChatModel(openAi, new WaitingChatModel(openAi));
		}

		@Bean
		ChatModel freeWaitingRouter(@Qualifier("openAiChatModel") ChatModel openAi) {
			return new RoutingChatModel(openAi, new WaitingChatModel(openAi));
		}

	}

}
