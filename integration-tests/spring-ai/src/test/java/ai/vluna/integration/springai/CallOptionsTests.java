package ai.vluna.integration.springai;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.integration.providers.ToolCall;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.integration.springai.client.GatedChatClient;
import ai.vluna.spring.model.ModelCallOptions;
import ai.vluna.spring.model.ModelCallScope;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.client.advisor.api.AdvisorChain;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisor;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Import;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what is said of one call of a client.
 */
@SpringAiTest
@Import(Clients.class)
class CallOptionsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String FEATURE = "router.chat";

	private static final Tokens TOKENS = Tokens.of(80, 20).cached(16, 4).reasoned(5);

	private static final Cost MODEL = Cost.of("openai.chat", TOKENS);

	// The meters of the rule may not be those of another feature.
	private static final Cost NAMED_MODEL = Cost.ofQuantity(FEATURE, TOKENS.total());

	private static final Cost TOOL = Cost.ofQuantity(Forecasts.FEATURE, Forecasts.QUANTITY);

	private static final BillingSubject BOB = BillingSubject.of("globex", "bob");

	private static final Consumer<ModelCallOptions.Builder> EVERYTHING = (
			options) -> options.subject(BOB).featureCode(FEATURE).labels(Map.of("conversation", "17"));

	private final Forecasts tools = new Forecasts();

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private FakeOpenAi provider;

	@Autowired
	@Qualifier("openAiChatModel")
	private ChatModel model;

	@Autowired
	private EmbeddingModel embeddings;

	@Autowired
	@Qualifier("openAiChatClient")
	private ChatClient client;

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.provider.reset();
	}

	@Test
	void holdForACall() {
		toolLoop();
		ask(EVERYTHING).call().content();
		assertThatEverythingHeld();
	}

	@Test
	void holdForAStream() {
		toolLoop();
		text(ask(EVERYTHING).stream().content());
		assertThatEverythingHeld();
	}

	@Test
	void holdForAClientThatIsNotGated() {
		this.provider.reply(Reply.text("Hello").using(TOKENS));
		ChatClient.create(this.model).prompt("Hi").advisors(GatedChatClient.options(EVERYTHING)).call().content();
		assertThat(this.gate).hasSingleLeaseFor(FEATURE).isPaidBy("globex", "bob").hasLabel("conversation", "17");
	}

	@Test
	void nameTheFeatureOfChatsAloneWhereVectorsAreMadeOnTheWay() {
		this.provider.reply(Reply.vectors(3).using(Tokens.of(12, 0)), Reply.text("Hello").using(TOKENS));
		ask(EVERYTHING).advisors(new Retrieval(this.embeddings)).call().content();
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature).containsExactly("embeddings", FEATURE);
		assertThat(this.gate.ledger()).allSatisfy(
				(entry) -> assertThat(entry).wasCommitted().isPaidBy("globex", "bob").hasLabel("conversation", "17"));
	}

	@Test
	void ofACallGoBeforeThoseOfItsClient() {
		this.provider.reply(Reply.text("Hello").using(TOKENS));
		ChatClient special = this.client.mutate()
			.defaultAdvisors(GatedChatClient.options((options) -> options.featureCode(FEATURE)
				.subject(BillingSubject.of("acme", "alice"))
				.labels(Map.of("agent", "weather", "conversation", "none"))))
			.build();
		special.prompt("Hi")
			.advisors(GatedChatClient.options((options) -> options.subject(BOB).labels(Map.of("conversation", "17"))))
			.call()
			.content();
		assertThat(this.gate).hasSingleLeaseFor(FEATURE)
			.isPaidBy("globex", "bob")
			.hasLabel("agent", "weather")
			.hasLabel("conversation", "17");
	}

	@Test
	void completeTheScopeAround() {
		this.provider.reply(Reply.text("Hello").using(TOKENS));
		ModelCallScope.with(ModelCallOptions.builder().featureCode(FEATURE).build(),
				() -> ask((options) -> options.subject(BOB)).call().content());
		assertThat(this.gate).hasSingleLeaseFor(FEATURE).isPaidBy("globex", "bob");
	}

	@Test
	void endWithTheCall() {
		this.provider.reply(Reply.text("Hello").using(TOKENS), Reply.text("Hello").using(TOKENS));
		ask(EVERYTHING).call().content();
		this.client.prompt("Hi").call().content();
		assertThat(this.gate).hasSingleLeaseFor("openai.chat").isPaidBy("acme", "alice");
		Cost.assertThatItWas(this.gate, NAMED_MODEL, MODEL);
		assertThat(ModelCallScope.current()).isNull();
	}

	@Test
	void chargeACallOnceHoweverOftenItIsTried() {
		this.provider.reply(toolCall(), Reply.refusal(400), toolCall(), Reply.text("Take a coat").using(TOKENS),
				toolCall(), Reply.text("Take a coat").using(TOKENS));
		Consumer<ModelCallOptions.Builder> stable = (options) -> options.subject(BOB).key("run-1");
		assertThatException().isThrownBy(() -> ask(stable).call().content());
		assertThat(ask(stable).call().content()).isEqualTo("Take a coat");
		assertThat(text(ask(stable).stream().content())).isEqualTo("Take a coat");
		assertThat(this.tools.calls).hasSize(3);
		assertThat(this.provider.requests()).hasSize(6);
		assertThat(BillingSubjects.with(BOB, this::charged)).containsExactlyInAnyOrder(MODEL, TOOL, MODEL);
		assertThat(this.gate).hasNoOpenLeases();
	}

	@Test
	void giveWhatAnAdvisorRepeatsAKeyOfItsOwn() {
		this.provider.reply(Reply.text("no JSON").using(TOKENS), Reply.text("{\"name\":\"Oslo\"}").using(TOKENS));
		StructuredOutputValidationAdvisor validation = StructuredOutputValidationAdvisor.builder()
			.outputType(City.class)
			.build();
		ask((options) -> options.key("run-1")).advisors(validation).call().content();
		Cost.assertThatItWas(this.gate, MODEL, MODEL);
	}

	@Test
	void nameABudget() {
		this.provider.otherwise((request) -> Reply.text("Hello").using(TOKENS));
		assertThatException().isThrownBy(
				() -> ask((options) -> options.budgetId("00000000-0000-4000-8000-000000000017")).call().content());
		assertThat(new String(this.gate.received(Endpoint.AUTHORIZE).get(0).body()))
			.contains("00000000-0000-4000-8000-000000000017");
		assertThat(this.provider.requests()).isEmpty();
	}

	private List<Cost> charged() {
		return this.gate.ledger().stream().filter((entry) -> entry.amountXusd() > 0).map(Cost::of).toList();
	}

	private void toolLoop() {
		this.provider.reply(toolCall(), Reply.text("Take a coat").using(TOKENS));
	}

	private static Reply toolCall() {
		return Reply.toolCalls(new ToolCall("call_1", "forecast", "{\"city\":\"Oslo\"}")).using(TOKENS);
	}

	private ChatClientRequestSpec ask(Consumer<ModelCallOptions.Builder> options) {
		return this.client.prompt("Weather?").tools(this.tools).advisors(GatedChatClient.options(options));
	}

	private static String text(Flux<String> stream) {
		List<String> pieces = stream.collectList().block(PATIENCE);
		assertThat(pieces).isNotNull();
		return String.join("", pieces);
	}

	private void assertThatEverythingHeld() {
		Cost.assertThatItWas(this.gate, NAMED_MODEL, TOOL, NAMED_MODEL);
		assertThat(this.gate.ledger())
			.allSatisfy((entry) -> assertThat(entry).isPaidBy("globex", "bob").hasLabel("conversation", "17"));
	}

	record City(String name) {

	}

	record Retrieval(EmbeddingModel embeddings) implements BaseAdvisor {

		@Override
		public ChatClientRequest before(ChatClientRequest request, AdvisorChain chain) {
			this.embeddings.embed("Weather?");
			return request;
		}

		@Override
		public ChatClientResponse after(ChatClientResponse response, AdvisorChain chain) {
			return response;
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

}
