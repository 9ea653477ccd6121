package ai.vluna.spring.docs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.integration.springai.GatedChatModel;
import ai.vluna.spring.integration.springai.GatedModelSettings;
import ai.vluna.spring.integration.springai.client.GatedChatClient;
import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.Budget;
import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Service;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the page on Spring AI shows, from the call to the ledger.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, classes = SpringAiTests.Application.class,
		properties = { "spring.config.name=spring-ai", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:alice" })
@AutoConfigureEmbeddedGate
class SpringAiTests {

	private static final UUID BUDGET = UUID.fromString("6f6c2f3e-6c53-4d8e-9a53-0d6f7d1a3c11");

	private static final long TOKENS = GptModel.INPUT + GptModel.OUTPUT;

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Assistant assistant;

	@Autowired
	private SupportDesk desk;

	@BeforeEach
	void startAnew() {
		this.gate.reset();
	}

	@Test
	void aCallIsBilledWithoutAWord() {
		assertThat(this.assistant.answer("What is money?")).isEqualTo("answer");
		assertThat(this.gate).hasSingleLeaseFor("llm.gpt")
			.wasCommittedWith(TOKENS)
			.isPaidBy("acme", "alice")
			.hasMeter("llm.tokens.in", GptModel.INPUT)
			.hasMeter("llm.tokens.out", GptModel.OUTPUT);
	}

	@Test
	void aToolBetweenTwoCallsMakesThreeOperations() {
		this.assistant.answer("Find money");
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature)
			.containsExactly("llm.gpt", "tool.search", "llm.gpt");
		assertThat(this.gate).hasSettledEveryLeaseOnce();
	}

	@Test
	void aStreamIsBilledWhenItEnds() {
		assertThat(this.assistant.stream("What is money?").collectList().block(Duration.ofSeconds(20)))
			.containsExactly("One ", "answer");
		assertThat(this.gate).hasSingleLeaseFor("llm.gpt").wasCommittedWith(TOKENS);
	}

	@Test
	void aStreamThatIsLeftIsCancelled() {
		this.assistant.stream("Speak forever").blockFirst(Duration.ofSeconds(20));
		await().untilAsserted(() -> assertThat(this.gate).hasSingleLease().wasCancelled());
	}

	@Test
	void aBeanIsBilledInItsOwnWay(@Autowired @Qualifier("draftModel") ChatModel draftModel,
			@Autowired @Qualifier("freeModel") ChatModel freeModel) {
		draftModel.call("What is money?");
		freeModel.call("What is money?");
		assertThat(this.gate).hasSingleLeaseFor("llm.drafts").wasCommittedWith(TOKENS);
	}

	@Test
	void embeddingsAreBilledByTokens(@Autowired EmbeddingModel embeddingModel) {
		embeddingModel.dimensions();
		embeddingModel.embed("money makes the world go round");
		assertThat(this.gate).hasSingleLeaseFor("llm.embeddings").wasCommittedWith(6);
	}

	@Test
	void anEmbeddingModelThatTellsNoNameIsGivenOne(@Autowired EmbeddingModel nomicModel) {
		nomicModel.embed("money makes the world go round");
		assertThat(this.gate).hasSingleLeaseFor("llm.nomic-embed-text").wasCommittedWith(6);
	}

	@Test
	void aCallSaysWhoPaysAndWhatFor() {
		this.desk.answer("What is money?", "17");
		assertThat(this.gate).hasSingleLeaseFor("llm.support").isPaidBy("globex", "bob").hasLabel("conversation", "17");
	}

	@Test
	void aCallWithAKeyIsChargedOnce() {
		this.desk.answerTicket("What is money?", "17");
		this.desk.answerTicket("What is money?", "17");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(TOKENS);
		this.desk.answerTicket("What is money?", "18");
		assertThat(this.gate).hasLedgerOf(2);
	}

	@Test
	void aBudgetPays() {
		this.desk.answerFrom(BUDGET, "What is money?");
		assertThat(this.gate).hasSingleLeaseFor("llm.gpt").wasCommittedWith(TOKENS);
		assertThat(this.gate.received(Endpoint.AUTHORIZE)).singleElement()
			.satisfies((request) -> assertThat(request.bodyText()).contains(BUDGET.toString()));
	}

	@Test
	void whoIsNamedPaysForAStreamWhereverItIsRead() {
		Flux<String> stream = this.desk.stream("What is money?");
		BillingSubjects.with(BillingSubject.of("acme", "alice"), () -> stream.blockLast(Duration.ofSeconds(20)));
		assertThat(this.gate).hasSingleLeaseFor("llm.gpt").isPaidBy("globex", "bob");
	}

	@Test
	void aDeniedToolIsToldToTheModel() {
		BillingSubjects.with(BillingSubject.of("initech", "dave"), () -> this.assistant.answer("Find money"));
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature).containsExactly("llm.gpt", "llm.gpt");
	}

	@Test
	void aBilledMethodAbsorbsItsModels() {
		this.desk.report("money");
		assertThat(this.gate).hasSingleLeaseFor("report").wasCommittedWith(2 * TOKENS);
	}

	@Test
	void aModelThatIsNoBeanIsBilledAsWell() {
		GptModel own = new GptModel();
		this.desk.forCustomer(own).call("What is money?");
		assertThat(own.calls).hasValue(1);
		assertThat(this.gate).hasSingleLeaseFor("llm.gpt").wasCommittedWith(TOKENS);
	}

	@Service
	public static class SupportDesk {

		private final ChatClient client;

		private final ModelGate models;

		SupportDesk(ChatClient.Builder builder, ModelGate models) {
			this.client = builder.build();
			this.models = models;
		}

		@Nullable String answer(String question, String conversation) {
			return this.client.prompt(question)
				.advisors(GatedChatClient.options((call) -> call.subject(BillingSubject.of("globex", "bob"))
					.featureCode("llm.support")
					.labels(Map.of("conversation", conversation))))
				.call()
				.content();
		}

		@Nullable String answerTicket(String question, String ticket) {
			return this.client.prompt(question)
				.advisors(GatedChatClient.options((call) -> call.key("ticket-" + ticket)))
				.call()
				.content();
		}

		@Nullable String answerFrom(UUID budget, String question) {
			return this.client.prompt(question)
				.advisors(GatedChatClient.options((call) -> call.budgetId(budget.toString())))
				.call()
				.content();
		}

		Flux<String> stream(String question) {
			BillingSubject bob = BillingSubject.of("globex", "bob");
			return this.client.prompt(question).stream().content().contextWrite(BillingSubjects.write(bob));
		}

		@BilledOperation(feature = "report")
		public String report(String topic) {
			return answer("Outline " + topic) + answer("Write " + topic);
		}

		private @Nullable String answer(String question) {
			return this.client.prompt(question).call().content();
		}

		ChatModel forCustomer(ChatModel model) {
			return GatedChatModel.of(model, this.models, GatedModelSettings.DEFAULT.withProvider("groq"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Assistant.class, Search.class, SupportDesk.class })
	static class Application {

		@Bean
		@Primary
		ChatModel chatModel() {
			return new GptModel();
		}

		@Bean
		ChatModel draftModel() {
			return new GptModel();
		}

		@Bean
		ChatModel proxiedModel() {
			return new GptModel();
		}

		@Bean
		ChatModel freeModel() {
			return new GptModel();
		}

		@Bean
		EmbeddingModel embeddingModel() {
			return new WordVectors();
		}

		@Bean
		EmbeddingModel nomicModel() {
			return new WordVectors();
		}

		@Bean
		GateCatalogue catalogue() {
			GateCatalogue.Builder catalogue = GateCatalogue.builder();
			List.of("llm.gpt", "llm.drafts", "llm.support", "llm.embeddings", "llm.nomic-embed-text")
				.forEach((code) -> catalogue.feature(code, Application::describe));
			return catalogue.feature("tool.search", (feature) -> feature.price(500))
				.feature("report", (feature) -> feature.price(1))
				.account("acme",
						(account) -> account.balance("alice", 1_000_000).budget(new Budget(BUDGET, "alice", 1_000_000)))
				.account("globex", (account) -> account.balance("bob", 1_000_000))
				.account("initech",
						(account) -> account.balance("dave", 1_000_000)
							.quota("tool.search", Quota.of(0, Duration.ofDays(1))))
				.build();
		}

		private static void describe(Feature.Builder feature) {
			feature.price(1).meter("llm.tokens.in", Price.of(1)).meter("llm.tokens.out", Price.of(4));
		}

	}

}
