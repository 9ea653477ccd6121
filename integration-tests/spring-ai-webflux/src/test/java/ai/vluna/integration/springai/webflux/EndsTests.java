package ai.vluna.integration.springai.webflux;

import java.time.Duration;

import ai.vluna.integration.providers.Checkpoint;
import ai.vluna.integration.providers.FakeProvider;
import ai.vluna.integration.providers.Refusal;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the ends of streams ({@code /chat}) and of calls for an entity
 * ({@code /city}) in a WebFlux application that leaves the context's propagation as Boot
 * sets it up.
 */
@ExtendWith(BlockingCalls.class)
@SpringBootTest(classes = ChatApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureEmbeddedGate
abstract class EndsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Tokens TOKENS = Tokens.of(36, 15).cached(64, 4).reasoned(5);

	private static final Tokens MORE = Tokens.of(110, 30).cached(16, 0).reasoned(7);

	private static final String USER = "user-7";

	private static final String[] OSLO = { "{\"name\":\"Oslo\",", "\"inhabitants\":717710}" };

	private final String provider;

	private final FakeProvider server;

	private final WebClient browser;

	@Autowired
	private EmbeddedGate gate;

	EndsTests(String provider, FakeProvider server, int port) {
		this.provider = provider;
		this.server = server;
		this.browser = WebClient.create("http://localhost:" + port);
	}

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.server.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat", "/city" })
	void isBilledWithTheProvidersNumbers(String path) {
		this.server.reply(Reply.text(OSLO).using(TOKENS));
		assertThat(get(path)).isEqualTo(String.join("", OSLO));
		assertThatItCost(TOKENS);
	}

	@Test
	void isBilledForEachStreamThatAnAdvisorRepeats() {
		this.server.reply(Reply.text("Hel", "lo ").using(TOKENS), Reply.text("again").using(MORE));
		assertThat(get("/twice")).isEqualTo("Hello again");
		assertThatItCost(TOKENS, MORE);
	}

	@Test
	void isBilledForEachCallThatAnAdvisorRepeats() {
		this.server.reply(Reply.text("no JSON").using(TOKENS), Reply.text(OSLO).using(MORE));
		assertThat(get("/city")).isEqualTo(String.join("", OSLO));
		assertThatItCost(TOKENS, MORE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat", "/city" })
	void isOneOperationHoweverOftenTheClientTries(String path) {
		Refusal limited = Reply.refusal(429).header("retry-after-ms", "1").header("x-should-retry", "true");
		this.server.reply(limited, Reply.text(OSLO).using(TOKENS));
		assertThat(get(path)).isEqualTo(String.join("", OSLO));
		assertThat(this.server.requests()).hasSize(2);
		assertThatItCost(TOKENS);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasReceived(Endpoint.COMMIT, 1);
	}

	@Test
	void isCancelledWhenTheUserLeaves() {
		Checkpoint middle = new Checkpoint();
		this.server.reply(Reply.text("Hel", "lo").using(TOKENS).heldAfter(1, middle));
		Disposable listening = request(USER, "/chat").retrieve().bodyToFlux(String.class).subscribe();
		middle.awaitReached(PATIENCE);
		listening.dispose();
		assertThatItWasCancelled();
		middle.pass();
	}

	@Test
	void isCancelledWhenTheStreamBreaks() {
		this.server.reply(Reply.text("Hel", "lo").using(TOKENS).abortedAfter(1));
		assertThatExceptionOfType(WebClientResponseException.class).isThrownBy(() -> get("/chat"))
			.satisfies((broken) -> assertThat(broken.getStatusCode()).isEqualTo(HttpStatus.OK));
		assertThatItWasCancelled();
	}

	@Test
	void isCancelledWhenTheStreamIsCutCleanly() {
		this.server.reply(Reply.text("Hel", "lo").using(TOKENS).cutAfter(1));
		assertThat(get("/chat")).isEqualTo("Hel");
		assertThatItWasCancelled();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat", "/city" })
	void isCancelledWhenTheProviderFails(String path) {
		this.server.reply(Reply.refusal(400));
		assertThat(status(USER, path)).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR.value());
		assertThat(this.server.requests()).hasSize(1);
		assertThatItWasCancelled();
	}

	// Anthropic's library takes such an answer for broken.
	@ParameterizedTest
	@ValueSource(strings = { "/chat", "/city" })
	void isCancelledWhenTheProviderTellsNoUsage(String path) {
		this.server.reply(Reply.text(OSLO).withoutUsage());
		status(USER, path);
		assertThatItWasCancelled();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat", "/city" })
	void asksNoProviderWhenItIsDenied(String path) {
		assertThat(status("bankrupt", path)).isEqualTo(HttpStatus.PAYMENT_REQUIRED.value());
		assertThat(this.server.requests()).isEmpty();
		assertThat(this.gate).hasEmptyLedger();
	}

	private void assertThatItCost(Tokens... calls) {
		assertThat(this.gate).hasLedgerOf(calls.length).hasSettledEveryLeaseOnce();
		for (int i = 0; i < calls.length; i++) {
			assertThat(this.gate.ledger().get(i)).wasCommittedWith(calls[i].total())
				.hasMeter("chat.input", calls[i].input())
				.hasMeter("chat.cache-read", calls[i].cacheRead())
				.hasMeter("chat.cache-write", calls[i].cacheWrite())
				.hasMeter("chat.output", calls[i].output())
				.hasMeter("chat.reasoning", calls[i].reasoning());
		}
		assertThat(this.gate.ledger()).extracting(LedgerEntry::idempotencyKey).doesNotHaveDuplicates();
		assertThatTheUserPays();
	}

	// Nobody waits for a cancel.
	private void assertThatItWasCancelled() {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.gate).hasSingleLease().wasCancelled());
		assertThat(this.gate).hasLedgerOf(1).hasReceived(Endpoint.COMMIT, 0);
		assertThatTheUserPays();
	}

	private void assertThatTheUserPays() {
		assertThat(this.gate.ledger()).allSatisfy((entry) -> assertThat(entry).isPaidBy("acme", USER))
			.extracting(LedgerEntry::feature)
			.containsOnly(this.provider + ".chat");
	}

	private @Nullable String get(String path) {
		return request(USER, path).retrieve().bodyToMono(String.class).block(PATIENCE);
	}

	private int status(String user, String path) {
		Integer status = request(user, path)
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode().value()))
			.block(PATIENCE);
		return (status != null) ? status : 0;
	}

	private WebClient.RequestHeadersSpec<?> request(String user, String path) {
		return this.browser.get()
			.uri(path + "?text={text}&provider={provider}", "Which city?", this.provider)
			.header("user", user);
	}

}
