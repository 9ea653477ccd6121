package ai.vluna.integration.springai.webflux;

import java.time.Duration;
import java.util.Map;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.ProviderRequest;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.integration.providers.ToolCall;
import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who pays for tools and agents in a reactive application with the context
 * propagation that is Boot's default, on a real port, and for what blocks its event
 * loops.
 */
@ExtendWith(BlockingCalls.class)
@SpringBootTest(classes = AgentApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "vluna.subject.principal=authenticated", "vluna.subject.user=authenticated",
				"vluna.tools[0].tool=forecast", "vluna.tools[0].quantity=2" })
@AutoConfigureEmbeddedGate
class AgentTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Tokens TOKENS = Tokens.of(80, 20);

	private static final int RUNS = 40;

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private FakeOpenAi provider;

	private final WebClient browser;

	AgentTests(@LocalServerPort int port) {
		this.browser = WebClient.create("http://localhost:" + port);
	}

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.provider.reset();
		this.provider.otherwise(AgentTests::reply);
	}

	@Test
	void letsWhoeverAsksPayForEachRoundAndTool() {
		assertThat(get("bob", "/agent", "Oslo").getBody()).isEqualTo("Take a coat");
		assertThat(this.gate).hasSettledEveryLeaseOnce();
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature)
			.containsExactly("openai.chat", "forecast", "openai.chat");
		assertThat(this.gate.ledger()).allSatisfy((entry) -> assertThat(entry).wasCommitted().isPaidBy("bob", "bob"));
	}

	@Test
	void letsWhoeverAsksPayForAnAgentInsideAnAgent() {
		assertThat(get("bob", "/agent", "agent Oslo").getBody()).isEqualTo("Take a coat");
		assertThat(this.gate).hasSettledEveryLeaseOnce();
		assertThat(this.gate.ledger()).extracting(LedgerEntry::feature)
			.containsExactly("openai.chat", "openai.chat", "forecast", "openai.chat", "openai.chat");
		assertThat(this.gate.ledger()).allSatisfy((entry) -> assertThat(entry).wasCommitted().isPaidBy("bob", "bob"));
	}

	@Test
	void keepsManyWhoAskAtOnceApart() {
		Flux.range(0, RUNS)
			.flatMap((run) -> start((run % 2 == 0) ? "alice" : "bob", "/labelled",
					(run % 4 < 2) ? "agent " + run : "city " + run), RUNS)
			.doOnNext((response) -> assertThat(response.getBody()).isEqualTo("Take a coat"))
			.blockLast(PATIENCE);
		assertThat(this.gate).hasSettledEveryLeaseOnce().hasLedgerOf(RUNS / 2 * (5 + 3));
		assertThat(this.gate.ledger()).extracting(LedgerEntry::idempotencyKey).doesNotHaveDuplicates();
		assertThat(this.gate.ledger()).allSatisfy((entry) -> {
			int run = Integer.parseInt(entry.labels().get("text").replaceAll("\\D", ""));
			assertThat(entry).wasCommitted()
				.isPaidBy((run % 2 == 0) ? "alice" : "bob", (run % 2 == 0) ? "alice" : "bob");
		});
	}

	@Test
	void asksNoProviderWhenItIsDenied() {
		assertThat(get("bella", "/agent", "Oslo").getStatusCode().value()).isEqualTo(402);
		assertThat(this.provider.requests()).isEmpty();
		assertThat(this.gate).hasEmptyLedger();
	}

	private static Reply reply(ProviderRequest request) {
		JsonNode messages = request.body().path("messages");
		JsonNode last = messages.get(messages.size() - 1);
		if (last.path("role").asString().equals("tool")) {
			return Reply.text("Take ", "a coat").using(TOKENS);
		}
		String text = last.path("content").asString();
		ToolCall call = text.startsWith("agent ")
				? new ToolCall("call_1", "delegate", "{\"question\":\"" + text.substring(6) + "\"}")
				: new ToolCall("call_1", "forecast", "{\"city\":\"" + text + "\"}");
		return Reply.toolCalls(call).using(TOKENS);
	}

	private ResponseEntity<String> get(String user, String path, String text) {
		ResponseEntity<String> response = start(user, path, text).block(PATIENCE);
		assertThat(response).isNotNull();
		return response;
	}

	private Mono<ResponseEntity<String>> start(String user, String path, String text) {
		return this.browser.get()
			.uri(path + "?text={text}", Map.of("text", text))
			.header("user", user)
			.exchangeToMono((response) -> response.toEntity(String.class));
	}

}
