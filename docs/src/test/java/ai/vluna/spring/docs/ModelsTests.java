package ai.vluna.spring.docs;

import java.util.Map;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.MissingUsageException;
import ai.vluna.spring.model.BilledFeature;
import ai.vluna.spring.model.FeatureResolver;
import ai.vluna.spring.model.ModelCallOptions;
import ai.vluna.spring.model.ModelCallScope;
import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.model.ModelId;
import ai.vluna.spring.model.TokenReader;
import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerLine;
import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the page on models shows, from the call to the ledger.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, classes = ModelsTests.Application.class,
		properties = { "spring.config.name=models", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:alice" })
@AutoConfigureEmbeddedGate
class ModelsTests {

	private static final Counts COUNTS = new Counts(100, 64L, 20, 7L);

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private ModelGate models;

	@Autowired
	private Summaries summaries;

	@Autowired
	private Agent agent;

	@BeforeEach
	void startAnew() {
		this.gate.reset();
	}

	@Test
	void aCallIsChargedWithALineForEachMeter() {
		this.summaries.summarise((text) -> new Reply("short", COUNTS), "long");
		assertThat(this.gate).hasSingleLease()
			.wasCommittedWith(120)
			.isPaidBy("acme", "alice")
			.hasMeter("chat.tokens.in", 36)
			.hasMeter("chat.tokens.cached", 64)
			.hasMeter("chat.tokens.out", 20)
			.wasChargedWith(36 * 2 + 64 + 20 * 8);
	}

	@Test
	void aStreamIsChargedWithItsLastReport() {
		Flux<Reply> replies = Flux.just(new Reply("sh", new Counts(100, 64L, 0, null)), new Reply("ort", null),
				new Reply("", new Counts(100, null, 20, 7L)));
		this.models.stream(new ModelId("openai", "gpt-4o"), new ReplyReader(), () -> replies).blockLast();
		assertThat(this.gate).hasSingleLease().wasCommittedWith(120).hasMeter("chat.tokens.cached", 64);
	}

	@Test
	void rulesCompleteEachOther() {
		this.models.call(new ModelId("openai", "gpt-4o-mini"), new ReplyReader(), () -> new Reply("", COUNTS));
		LedgerEntry entry = this.gate.ledger().get(0);
		assertThat(entry.feature()).isEqualTo("chat.small");
		assertThat(entry.labels()).containsEntry("tier", "small");
		assertThat(entry.lines()).extracting(LedgerLine::meter)
			.containsExactly("chat.tokens.in", "chat.tokens.cached", "chat.tokens.out");
	}

	@Test
	void whatOperatorsSayOfTheFeatureGoesFirst() {
		assertThatExceptionOfType(MissingUsageException.class)
			.isThrownBy(() -> this.summaries.summarise((text) -> new Reply("short", null), "long"));
		await().untilAsserted(() -> assertThat(this.gate).hasSingleLease().wasCancelled());
	}

	@Test
	void aModelThatOnlyTheWidestRuleKnowsIsChargedAtThePrimaryMeter() {
		this.models.call(new ModelId("local", "Llama 3"), new ReplyReader(), () -> new Reply("", COUNTS));
		LedgerEntry entry = this.gate.ledger().get(0);
		assertThat(entry.feature()).isEqualTo("local.llama-3");
		assertThat(entry.lines()).extracting(LedgerLine::quantityMinor).containsExactly(120L);
	}

	@Test
	void aResolverGoesBeforeTheRules() {
		this.models.call(new ModelId("azure", "prod-eu"), new ReplyReader(), () -> new Reply("", COUNTS));
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature).containsExactly("chat.small");
	}

	@Test
	void onlyMappedToolsAreBilled() {
		this.models.tool("read_file", () -> "text");
		this.models.tool("search_web", () -> "text");
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature).containsExactly("tool.search_web");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(5);
	}

	@Test
	void aPieceOfWorkSaysWhoPaysAndMayBeDoneAgain() {
		this.agent.run("order-1");
		this.agent.run("order-1");
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature).containsExactly("chat.gpt-4o", "chat.gpt-4o");
		assertThat(this.gate.ledger()).allSatisfy((entry) -> {
			assertThat(entry.user()).isEqualTo("bob");
			assertThat(entry.labels()).containsEntry("flow", "orders");
		});
	}

	@Test
	void insideABilledMethodTheMethodIsChargedForTheTokens() {
		this.summaries.digest((text) -> new Reply("short", COUNTS));
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature).containsExactly("digest");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(240);
	}

	record Counts(long prompt, @Nullable Long cached, long completion, @Nullable Long reasoning) {

	}

	record Reply(String text, @Nullable Counts counts) {

	}

	static class ReplyReader implements TokenReader<Reply> {

		@Override
		public @Nullable TokenUsage read(Reply reply) {
			Counts counts = reply.counts();
			if (counts == null) {
				return null;
			}
			return TokenUsage.builder()
				.count(TokenKind.INPUT, counts.prompt())
				.countWithin(TokenKind.CACHE_READ, counts.cached())
				.count(TokenKind.OUTPUT, counts.completion())
				.countWithin(TokenKind.REASONING, counts.reasoning())
				.build();
		}

	}

	@Service
	public static class Summaries {

		private static final ModelId MODEL = new ModelId("openai", "gpt-4o");

		private static final TokenReader<Reply> READER = new ReplyReader();

		private final ModelGate models;

		Summaries(ModelGate models) {
			this.models = models;
		}

		Reply summarise(Client client, String text) {
			return this.models.call(MODEL, READER, () -> client.complete(text));
		}

		@BilledOperation(feature = "digest")
		public String digest(Client client) {
			return summarise(client, "first").text() + summarise(client, "second").text();
		}

	}

	interface Client {

		Reply complete(String text);

	}

	@Service
	static class Agent {

		private final ModelGate models;

		Agent(ModelGate models) {
			this.models = models;
		}

		void run(String orderId) {
			ModelCallOptions options = ModelCallOptions.builder()
				.subject(BillingSubject.of("acme", "bob"))
				.labels(Map.of("flow", "orders"))
				.key(orderId)
				.build();
			ModelCallScope.with(options, () -> {
				step("plan");
				step("act");
			});
		}

		private void step(String name) {
			this.models.call(Summaries.MODEL, Summaries.READER, () -> new Reply(name, COUNTS));
		}

	}

	@Component
	static class Deployments implements FeatureResolver {

		@Override
		public @Nullable BilledFeature ofModel(ModelId model) {
			return model.provider().equals("azure") ? BilledFeature.of("chat.small") : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Summaries.class, Agent.class, Deployments.class })
	static class Application {

		@Bean
		GateCatalogue catalogue() {
			return GateCatalogue.builder()
				.feature("chat.gpt-4o",
						(feature) -> feature.price(1)
							.meter("chat.tokens.in", Price.of(2))
							.meter("chat.tokens.cached", Price.of(1))
							.meter("chat.tokens.out", Price.of(8)))
				.feature("chat.small",
						(feature) -> feature.price(1)
							.meter("chat.tokens.in", Price.of(2))
							.meter("chat.tokens.cached", Price.of(1))
							.meter("chat.tokens.out", Price.of(8)))
				.feature("local.llama-3", (feature) -> feature.price(1))
				.feature("tool.search_web", (feature) -> feature.price(1))
				.feature("digest", (feature) -> feature.price(1))
				.account("acme", (account) -> account.balance("alice", 1_000_000).balance("bob", 1_000_000))
				.build();
		}

	}

}
