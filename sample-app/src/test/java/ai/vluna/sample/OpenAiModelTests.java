package ai.vluna.sample;

import java.util.stream.Collectors;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.integration.providers.ToolCall;
import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for the sample when it is pointed at a server that speaks OpenAI's protocol.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "spring.ai.model.chat=openai")
class OpenAiModelTests {

	private static final FakeOpenAi SERVER = FakeOpenAi.start();

	private Newcomer newcomer;

	@DynamicPropertySource
	static void pointAtTheServer(DynamicPropertyRegistry properties) {
		properties.add("spring.ai.openai.base-url", SERVER::baseUrl);
	}

	@AfterAll
	static void stopTheServer() {
		SERVER.close();
	}

	@BeforeEach
	void startAnew(@Autowired EmbeddedGate gate, @LocalServerPort int port) {
		gate.reset();
		SERVER.reset();
		this.newcomer = new Newcomer(port);
	}

	@Test
	void billsWhatTheServerTells() {
		SERVER.reply(Reply.toolCalls(new ToolCall("call_1", "weather", "{\"city\":\"Rome\"}")).using(Tokens.of(80, 12)),
				Reply.text("Sun", "ny").using(Tokens.of(100, 5)));
		Newcomer.Reply reply = this.newcomer.post("/api/chat/stream", "alice", "What about Rome?");
		assertThat(
				reply.events().stream().map((event) -> event.path("answer").asString()).collect(Collectors.joining()))
			.isEqualTo("Sunny");
		assertThat(SERVER.requests()).hasSize(2);
		assertThat(this.newcomer.ledger())
			.extracting((line) -> line.path("feature").asString(), (line) -> line.path("quantityMinor").asLong(),
					(line) -> line.path("amountXusd").asLong())
			.containsExactly(tuple("sample.chat", 92L, 128L), tuple("sample.weather", 1L, 500L),
					tuple("sample.chat", 105L, 120L));
	}

	@Test
	void asksTheServerNothingForWhoIsDenied() {
		assertThat(this.newcomer.post("/api/chat", "dave", "What about Rome?").status()).isEqualTo(402);
		assertThat(SERVER.requests()).isEmpty();
		assertThat(this.newcomer.ledger()).isEmpty();
	}

}
