package ai.vluna.sample;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for questions that the model of this process answers.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ChatCallTests {

	private static final String QUESTION = "How will the weather in Oslo be?";

	private static final String ANSWER = "It will be snowy in Oslo tomorrow.";

	private Newcomer newcomer;

	@BeforeEach
	void emptyTheLedger(@Autowired EmbeddedGate gate, @LocalServerPort int port) {
		gate.reset();
		this.newcomer = new Newcomer(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/chat", "/api/chat/stream" })
	void billsTheTokensOfAnAnswer(String path) {
		Newcomer.Reply reply = this.newcomer.post(path, "bob", SampleTexts.GETTYSBURG);
		assertThat(text(reply)).startsWith("Four score and seven years ago");
		assertThat(this.newcomer.ledger()).singleElement().satisfies((line) -> assertModelCall(line, "globex", "bob"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/chat", "/api/chat/stream" })
	void billsEachCallOfTheModelAndTheToolBetweenThem(String path) {
		assertThat(text(this.newcomer.post(path, "alice", QUESTION))).isEqualTo(ANSWER);
		assertThat(this.newcomer.ledger()).satisfiesExactly((first) -> assertModelCall(first, "acme", "alice"),
				(tool) -> assertToolCall(tool, "acme", "alice"), (second) -> assertModelCall(second, "acme", "alice"));
		assertThat(this.newcomer.ledger()).extracting((line) -> line.path("idempotencyKey").asString())
			.doesNotHaveDuplicates();
	}

	@Test
	void streamsWordByWordForTheSameMoney() {
		assertThat(this.newcomer.post("/api/chat/stream", "alice", QUESTION).events()).hasSize(7);
		List<JsonNode> streamed = amounts();
		assertThat(this.newcomer.post("/api/chat", "alice", QUESTION).status()).isEqualTo(200);
		assertThat(amounts().subList(3, 6)).isEqualTo(streamed);
	}

	@Test
	void cancelsWhenTheReaderHangsUp() {
		JsonNode first = this.newcomer.hangUp("/api/chat/stream", "alice", SampleTexts.LIGHTHOUSE);
		assertThat(first.path("answer").asString()).isEqualTo("The ");
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.newcomer.ledger()).singleElement().satisfies((line) -> {
				assertThat(line.path("state").asString()).isEqualTo("CANCELLED");
				assertThat(line.path("feature").asString()).isEqualTo("sample.chat");
				assertThat(line.path("meters")).isEmpty();
				assertThat(line.path("amountXusd").asLong()).isZero();
			}));
	}

	private List<JsonNode> amounts() {
		return this.newcomer.ledger().stream().map((line) -> line.path("meters")).toList();
	}

	private static String text(Newcomer.Reply reply) {
		assertThat(reply.status()).isEqualTo(200);
		return (reply.contentType().startsWith(MediaType.TEXT_EVENT_STREAM_VALUE))
				? reply.events().stream().map((event) -> event.path("answer").asString()).collect(Collectors.joining())
				: reply.json().path("answer").asString();
	}

	private static void assertModelCall(JsonNode line, String principal, String user) {
		assertCommitted(line, "sample.chat", principal, user);
		JsonNode in = line.path("meters").path(0);
		JsonNode out = line.path("meters").path(1);
		assertThat(in.path("code").asString()).isEqualTo("sample.chat.in");
		assertThat(out.path("code").asString()).isEqualTo("sample.chat.out");
		long read = in.path("quantityMinor").asLong();
		long written = out.path("quantityMinor").asLong();
		assertThat(read).isPositive();
		assertThat(written).isPositive();
		assertThat(line.path("quantityMinor").asLong()).isEqualTo(read + written);
		assertThat(line.path("amountXusd").asLong()).isEqualTo(read + 4 * written);
	}

	private static void assertToolCall(JsonNode line, String principal, String user) {
		assertCommitted(line, "sample.weather", principal, user);
		assertThat(line.path("quantityMinor").asLong()).isEqualTo(1);
		assertThat(line.path("amountXusd").asLong()).isEqualTo(500);
	}

	private static void assertCommitted(JsonNode line, String feature, String principal, String user) {
		assertThat(line.path("state").asString()).isEqualTo("COMMITTED");
		assertThat(line.path("feature").asString()).isEqualTo(feature);
		assertThat(line.path("principal").asString()).isEqualTo(principal);
		assertThat(line.path("user").asString()).isEqualTo(user);
	}

}
