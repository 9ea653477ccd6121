package ai.vluna.integration.providers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FakeProvider}, whatever its protocol.
 */
class FakeProviderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String STREAMED = "{\"stream\":true}";

	private final FakeProvider provider = FakeOpenAi.start();

	private final Client client = new Client(this.provider.baseUrl() + "/chat/completions");

	@AfterEach
	void stop() {
		this.provider.close();
	}

	@Test
	void takesOneReplyForEachRequest() {
		this.provider.reply(Reply.refusal(429).header("retry-after-ms", "20"), Reply.text("Hello"));
		HttpResponse<InputStream> refused = this.client.post("{}");
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(refused.headers().firstValue("retry-after-ms")).hasValue("20");
		assertThat(this.client.post("{}").statusCode()).isEqualTo(200);
		assertThat(this.client.post("{}").statusCode()).isEqualTo(400);
	}

	@Test
	void repliesOtherwiseWhenNothingIsScripted() {
		this.provider.otherwise((request) -> Reply.text(request.body().path("model").asString()));
		this.provider.reply(Reply.text("first"));
		assertThat(this.client.text("{\"model\":\"m\"}")).contains("first");
		assertThat(this.client.text("{\"model\":\"m\"}")).contains("\"content\":\"m\"");
	}

	@Test
	void remembersWhatItWasAsked() {
		this.provider.reply(Reply.text("Hello"));
		this.client.post("{\"model\":\"m\"}");
		ProviderRequest request = this.provider.lastRequest();
		assertThat(request.path()).isEqualTo("/v1/chat/completions");
		assertThat(request.header("content-type")).isEqualTo("application/json");
		assertThat(request.body().path("model").asString()).isEqualTo("m");
		assertThat(request.streaming()).isFalse();
		assertThat(request.hungUp()).isFalse();
		this.provider.reset();
		assertThat(this.provider.requests()).isEmpty();
	}

	@Test
	void sendsPieceByPieceAsTheTestWants() throws IOException {
		Checkpoint checkpoint = new Checkpoint();
		this.provider.reply(Reply.text("one", "two").heldAfter(1, checkpoint));
		try (InputStream answer = this.client.post(STREAMED).body()) {
			checkpoint.awaitReached(PATIENCE);
			assertThat(readUntil(answer, "one")).doesNotContain("two");
			checkpoint.pass();
			assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8)).contains("two").contains("[DONE]");
		}
	}

	@Test
	void sendsNothingBeforeTheFirstCheckpoint() {
		Checkpoint checkpoint = new Checkpoint();
		this.provider.reply(Reply.text("Hello").heldAfter(0, checkpoint));
		CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> this.client.text("{}"));
		checkpoint.awaitReached(PATIENCE);
		assertThat(answer).isNotDone();
		checkpoint.pass();
		assertThat(answer).succeedsWithin(PATIENCE).asString().contains("Hello");
	}

	@Test
	void seesThatTheClientHungUp() throws IOException {
		Checkpoint checkpoint = new Checkpoint();
		this.provider.reply(Reply.text("one", "two").heldAfter(1, checkpoint));
		InputStream answer = this.client.post(STREAMED).body();
		readUntil(answer, "one");
		assertThat(this.provider.lastRequest().hungUp()).isFalse();
		answer.close();
		this.provider.lastRequest().awaitHangUp(PATIENCE);
	}

	@Test
	void cutsAStreamAsIfThatWereItsEnd() {
		this.provider.reply(Reply.text("one", "two").cutAfter(1));
		assertThat(this.client.text(STREAMED)).contains("one")
			.doesNotContain("two")
			.doesNotContain("finish_reason\":\"stop")
			.doesNotContain("[DONE]");
		assertThat(this.provider.lastRequest().hungUp()).isFalse();
	}

	@Test
	void resetsTheConnection() {
		this.provider.reply(Reply.text("one", "two").abortedAfter(1), Reply.text("one").abortedAfter(0),
				Reply.text("one").abortedAfter(0));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.client.text(STREAMED));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.client.text(STREAMED));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.client.text("{}"));
	}

	@Test
	void takesItsTime() {
		this.provider.reply(Reply.text("one", "two").delayedBy(Duration.ofMillis(30)).pacedBy(Duration.ofMillis(30)));
		long begin = System.nanoTime();
		assertThat(this.client.text(STREAMED)).contains("two");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(90));
	}

	private static String readUntil(InputStream answer, String text) throws IOException {
		StringBuilder read = new StringBuilder();
		while (read.indexOf(text) < 0) {
			int next = answer.read();
			assertThat(next).as("end of the answer").isNotNegative();
			read.append((char) next);
		}
		return read.toString();
	}

}
