package ai.vluna.sample;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the books are right after many calls of all kinds at once. Waits long for
 * the gate, as a busy build machine is slow, not wrong.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "vluna.connection.response-timeout=60s", "vluna.connection.call-timeout=90s",
				"vluna.connection.pending-acquire-timeout=60s", "vluna.delivery.direct.timeout=60s" })
class ParallelCallsTests {

	private static final int CALLS = 200;

	private final ExecutorService crowd = Executors.newFixedThreadPool(CALLS);

	@AfterEach
	void sendTheCrowdHome() {
		this.crowd.shutdownNow();
	}

	@Test
	void everyCallIsChargedForWhatItsAnswerSaid(@LocalServerPort int port) {
		Newcomer newcomer = new Newcomer(port);
		List<CompletableFuture<Billed>> calls = IntStream.range(0, CALLS)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> call(newcomer, i), this.crowd))
			.toList();
		List<Billed> answers = calls.stream().map(CompletableFuture::join).toList();
		List<JsonNode> ledger = newcomer.ledger();
		assertThat(ledger).hasSize(CALLS - CALLS / 10)
			.allMatch((line) -> isIn(line, "COMMITTED") || isIn(line, "CANCELLED"))
			.extracting((line) -> line.path("idempotencyKey").asString())
			.doesNotHaveDuplicates();
		assertThat(ledger.stream().filter((line) -> isIn(line, "COMMITTED")).map(ParallelCallsTests::billed))
			.containsExactlyInAnyOrderElementsOf(answers.stream().filter((answer) -> answer.quantity() > 0).toList());
	}

	/**
	 * Of ten calls, one is refused, one hangs up and one fails.
	 */
	private static Billed call(Newcomer newcomer, int i) {
		String user = (i / 10 % 2 == 0) ? "alice" : "bob";
		String text = SampleTexts.GETTYSBURG + "\n\nCall %d.".formatted(i);
		return switch (i % 10) {
			case 0, 1 -> summary(user, newcomer.post("/api/summaries", user, text));
			case 2, 3 -> summary(user, newcomer.post("/api/summaries/async", user, text));
			case 4, 5 -> stream(user, newcomer.post("/api/summaries/stream", user, text));
			case 6 -> words(user, newcomer.post("/api/word-counts", user, text));
			case 7 -> unbilled(500, newcomer.post("/api/failures", user, text));
			case 8 -> unbilled(402, newcomer.post("/api/summaries", "dave", text));
			default -> hangUp(newcomer, user);
		};
	}

	private static Billed summary(String user, Newcomer.Reply reply) {
		return new Billed("sample.summary", user, reply.json().at("/usage/totalTokens").asLong());
	}

	private static Billed stream(String user, Newcomer.Reply reply) {
		long tokens = reply.events().stream().mapToLong((event) -> event.at("/usage/totalTokens").asLong()).sum();
		return new Billed("sample.summary", user, tokens);
	}

	private static Billed words(String user, Newcomer.Reply reply) {
		return new Billed("sample.words", user, reply.json().path("words").asLong());
	}

	private static Billed unbilled(int status, Newcomer.Reply reply) {
		assertThat(reply.status()).isEqualTo(status);
		return Billed.NOTHING;
	}

	private static Billed hangUp(Newcomer newcomer, String user) {
		newcomer.hangUp("/api/summaries/stream", user, SampleTexts.LIGHTHOUSE.repeat(3));
		return Billed.NOTHING;
	}

	private static Billed billed(JsonNode line) {
		return new Billed(line.path("feature").asString(), line.path("user").asString(),
				line.path("quantityMinor").asLong());
	}

	private static boolean isIn(JsonNode line, String state) {
		return line.path("state").asString().equals(state);
	}

	/**
	 * What a call is charged.
	 *
	 * @param feature the feature
	 * @param user the user
	 * @param quantity the quantity, zero for nothing
	 */
	private record Billed(String feature, String user, long quantity) {

		static final Billed NOTHING = new Billed("", "", 0);

	}

}
