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
 * Tests for {@link SampleApplication}: what a newcomer sees, over real HTTP and the real
 * protocol.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SampleApplicationTests {

	private static final List<String> PATHS = List.of("/api/summaries", "/api/summaries/async", "/api/summaries/stream",
			"/api/word-counts", "/api/failures", "/api/chat", "/api/chat/stream");

	private Newcomer newcomer;

	@BeforeEach
	void emptyTheLedger(@Autowired EmbeddedGate gate, @LocalServerPort int port) {
		gate.reset();
		this.newcomer = new Newcomer(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/summaries", "/api/summaries/async" })
	void billsTheTokensOfASummary(String path) {
		Newcomer.Reply reply = this.newcomer.post(path, "alice", SampleTexts.NETHERFIELD);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json().path("summary").asString()).contains("a single man in possession of a good fortune");
		assertBilled("sample.summary", "acme", "alice", reply.json().path("usage").path("totalTokens").asLong(), 2);
	}

	@Test
	void billsTheTokensOfAStream() {
		Newcomer.Reply reply = this.newcomer.post("/api/summaries/stream", "alice", SampleTexts.NETHERFIELD);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.contentType()).startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
		List<JsonNode> events = reply.events();
		JsonNode last = events.get(events.size() - 1);
		assertThat(events).filteredOn((event) -> event.has("usage")).containsExactly(last);
		assertBilled("sample.summary", "acme", "alice", last.path("usage").path("totalTokens").asLong(), 2);
	}

	@Test
	void givesTheSameSummaryInEveryShape() {
		JsonNode blocking = this.newcomer.post("/api/summaries", "bob", SampleTexts.LIGHTHOUSE).json();
		JsonNode async = this.newcomer.post("/api/summaries/async", "bob", SampleTexts.LIGHTHOUSE).json();
		List<JsonNode> events = this.newcomer.post("/api/summaries/stream", "bob", SampleTexts.LIGHTHOUSE).events();
		assertThat(async).isEqualTo(blocking);
		assertThat(events.stream().map((event) -> event.path("sentence").asString()).collect(Collectors.joining(" ")))
			.isEqualTo(blocking.path("summary").asString());
		assertThat(events.get(events.size() - 1).path("usage")).isEqualTo(blocking.path("usage"));
	}

	@Test
	void billsTheWordsOfACount() {
		Newcomer.Reply reply = this.newcomer.post("/api/word-counts", "bob", SampleTexts.GETTYSBURG);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json().path("words").asLong()).isEqualTo(271);
		assertBilled("sample.words", "globex", "bob", 271, 1);
	}

	@Test
	void cancelsWhenTheReaderHangsUp() {
		JsonNode first = this.newcomer.hangUp("/api/summaries/stream", "alice", SampleTexts.LIGHTHOUSE);
		assertThat(first.path("sentence").asString()).isNotBlank();
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertCancelled("alice"));
	}

	@Test
	void cancelsWhenTheWorkFailsAndTellsWhy() {
		Newcomer.Reply reply = this.newcomer.post("/api/failures", "alice", SampleTexts.GETTYSBURG);
		assertThat(reply.status()).isEqualTo(500);
		assertThat(reply.contentType()).startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		assertThat(reply.json().path("detail").asString()).isEqualTo("The summariser gave up after 271 words");
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertCancelled("alice"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  \n " })
	void refusesABlankTextUnbilled(String text) {
		for (String path : PATHS) {
			Newcomer.Reply reply = this.newcomer.post(path, "alice", text);
			assertThat(reply.status()).as(path).isEqualTo(400);
			assertThat(reply.contentType()).startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			assertThat(reply.json().path("detail").asString()).isEqualTo("'text' must not be blank");
		}
		assertThat(this.newcomer.ledger()).isEmpty();
	}

	@Test
	void asksForCredentials() {
		for (String path : PATHS) {
			assertThat(this.newcomer.post(path, null, SampleTexts.GETTYSBURG).status()).as(path).isEqualTo(401);
			assertThat(this.newcomer.post(path, "mallory", SampleTexts.GETTYSBURG).status()).as(path).isEqualTo(401);
		}
		assertThat(this.newcomer.ledger()).isEmpty();
	}

	@Test
	void showsPageLedgerAndHealthToAnyone() {
		assertThat(this.newcomer.get("/").body()).contains("Billed summaries");
		assertThat(this.newcomer.get("/lighthouse.txt").status()).isEqualTo(200);
		assertThat(this.newcomer.get("/api/ledger").body()).isEqualTo("[]");
		assertThat(this.newcomer.get("/actuator/health").status()).isEqualTo(200);
		assertThat(this.newcomer.get("/actuator").status()).isEqualTo(401);
	}

	private void assertBilled(String feature, String principal, String user, long quantity, long price) {
		assertThat(quantity).isPositive();
		assertThat(this.newcomer.ledger()).singleElement().satisfies((line) -> {
			assertThat(line.path("state").asString()).isEqualTo("COMMITTED");
			assertThat(line.path("feature").asString()).isEqualTo(feature);
			assertThat(line.path("principal").asString()).isEqualTo(principal);
			assertThat(line.path("user").asString()).isEqualTo(user);
			assertThat(line.path("quantityMinor").asLong()).isEqualTo(quantity);
			assertThat(line.path("amountXusd").asLong()).isEqualTo(quantity * price);
			assertThat(line.path("idempotencyKey").asString()).isNotBlank();
		});
	}

	private void assertCancelled(String user) {
		assertThat(this.newcomer.ledger()).singleElement().satisfies((line) -> {
			assertThat(line.path("state").asString()).isEqualTo("CANCELLED");
			assertThat(line.path("user").asString()).isEqualTo(user);
			assertThat(line.path("quantityMinor").asLong()).isZero();
			assertThat(line.path("amountXusd").asLong()).isZero();
		});
	}

}
