package ai.vluna.integration.servlet;

import java.time.Duration;
import java.util.concurrent.CompletionException;

import ai.vluna.spring.test.assertions.LedgerEntryAssert;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for responses that go on with the work, without a heartbeat.
 */
@ServletTest
class ResponseShapesTests {

	private static final String TEXT = "some words to count";

	private static final String EVENTS = MediaType.TEXT_EVENT_STREAM_VALUE;

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	@Autowired
	private Responses responses;

	@BeforeEach
	void reset() {
		this.gate.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitter", "/emitter/early", "/body", "/tokens", "/entity" })
	void chargesWhatWasUsedBeforeTheClientSeesTheEnd(String path) {
		assertThat(get(path)).contains("some", "words", "to", "count");
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1)
			.hasSettledEveryLeaseOnce()
			.hasSingleLease()
			.wasCommittedWith(TEXT.length())
			.isPaidBy("acme", "alice");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitter/failing", "/body/failing", "/emitter/no-usage", "/body/no-usage" })
	void cancelsWhenTheWorkFailsOrTellsNoUsage(String path) {
		get(path);
		awaitEnd().wasCancelled();
	}

	@Test
	void cancelsAnEmitterThatNobodyCompletesInTime() {
		get("/emitter/forgotten");
		awaitEnd().wasCancelled();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitter/endless", "/body/endless" })
	void cancelsWhenTheClientHangsUp(String path) {
		this.browser.hangUp("alice", "/responses" + path, TEXT, EVENTS, 3);
		awaitEnd().wasCancelled();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitter/silent", "/tokens/silent" })
	void seesThatTheClientHungUpAtTheNextWrite(String path) {
		this.browser.hangUp("alice", "/responses" + path, TEXT, EVENTS, 1);
		await().during(Duration.ofMillis(500))
			.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasReceived(Endpoint.CANCEL, 0));
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			this.responses.speak(TEXT);
			assertThat(this.gate).hasSettledEveryLeaseOnce();
		});
		awaitEnd().wasCancelled();
	}

	private String get(String path) {
		try {
			return this.browser.get("alice", "/responses" + path, TEXT, EVENTS + ", */*").body();
		}
		catch (CompletionException ex) {
			return "broken off";
		}
	}

	private LedgerEntryAssert awaitEnd() {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce());
		return assertThat(this.gate).hasSingleLease();
	}

}
