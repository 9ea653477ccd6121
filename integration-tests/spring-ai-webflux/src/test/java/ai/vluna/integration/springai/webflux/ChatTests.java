package ai.vluna.integration.springai.webflux;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

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

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.reactive.function.client.WebClient;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for streamed chats with tools in a WebFlux application that leaves the context's
 * propagation as Boot sets it up.
 */
@ExtendWith(BlockingCalls.class)
@SpringBootTest(classes = ChatApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureEmbeddedGate
class ChatTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Tokens FIRST = Tokens.of(80, 20);

	private static final Tokens SECOND = Tokens.of(110, 30);

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private FakeOpenAi provider;

	@LocalServerPort
	private int port;

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.provider.reset();
	}

	@Test
	void letsEachUserPayForEveryRound() {
		this.provider.otherwise(ChatTests::converse);
		List<Integer> users = IntStream.range(0, ChatApplication.USERS).boxed().toList();
		List<String> answers = Flux.fromIterable(users)
			.flatMap((user) -> chat("user-" + user).collectList().map((parts) -> String.join("", parts)),
					ChatApplication.USERS)
			.collectList()
			.block(PATIENCE);
		assertThat(answers).hasSize(ChatApplication.USERS).containsOnly("It rains");
		assertThat(this.gate).hasLedgerOf(2 * ChatApplication.USERS).hasSettledEveryLeaseOnce();
		users.forEach((user) -> assertThat(this.gate.ledger()).filteredOn(LedgerEntry::user, "user-" + user)
			.extracting(LedgerEntry::quantityMinor)
			.containsExactly(FIRST.total(), SECOND.total()));
	}

	private static Reply converse(ProviderRequest request) {
		boolean toolWasCalled = request.body().path("messages").toString().contains("wet in Oslo");
		return (toolWasCalled) ? Reply.text("It ", "rains").using(SECOND)
				: Reply.toolCalls(new ToolCall("call_1", "weather", "{\"city\":\"Oslo\"}")).using(FIRST);
	}

	private Flux<String> chat(String user) {
		return WebClient.create("http://localhost:" + this.port)
			.get()
			.uri("/chat?text={text}", "Weather?")
			.header("user", user)
			.exchangeToFlux((response) -> response.bodyToFlux(String.class));
	}

}
