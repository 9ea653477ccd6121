package ai.vluna.integration.webflux;

import java.time.Duration;
import java.util.List;

import ai.vluna.spring.test.assertions.LedgerEntryAssert;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed methods of every shape that are called on the event loop.
 */
@ReactiveTest
class CallShapesTests {

	private static final String TEXT = "some words to count";

	private static final long QUANTITY = 19;

	private static final long CHARACTERS = 16;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	@Autowired
	private Texts texts;

	@BeforeEach
	void reset() {
		this.gate.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/blocking-mono", "/slowly-assembled", "/reporting", "/mono-elsewhere",
			"/functional/mono", "/functional/body", "/entity-of-value" })
	void billsWhatTheWorkUsed(String path) {
		assertThat(this.browser.get("alice", path, TEXT).getStatusCode().value()).isEqualTo(200);
		awaitDelivery();
		assertThat(this.gate).hasSettledEveryLeaseOnce()
			.hasReceived(Endpoint.AUTHORIZE, 1)
			.hasReceived(Endpoint.COMMIT, 1)
			.hasSingleLease()
			.wasCommittedWith(QUANTITY)
			.isPaidBy("acme", "alice");
	}

	@Test
	void billsOneOperationForAllAttempts() {
		this.texts.failTimes(2);
		assertThat(this.browser.get("alice", "/retried", TEXT).getStatusCode().value()).isEqualTo(200);
		awaitDelivery();
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1)
			.hasReceived(Endpoint.CANCEL, 0)
			.hasSingleLease()
			.wasCommittedWith(QUANTITY);
	}

	@Test
	void evaluatesLabelsOnTheEventLoop() {
		this.browser.get("alice", "/mono", TEXT);
		awaitDelivery();
		assertThat(this.gate).hasSingleLease().hasLabel("length", "19");
	}

	@ParameterizedTest
	@CsvSource({ "/flux, text/event-stream", "/flux, application/json", "/flux, application/x-ndjson",
			"/entity, text/event-stream", "/entity, application/json", "/functional/flux, text/event-stream" })
	void billsTheLastUsageOfAStream(String path, String accept) {
		ResponseEntity<String> response = this.browser.get("alice", path, TEXT, accept);
		assertThat(response.getBody()).contains("some", "words", "to", "count");
		awaitDelivery();
		assertThat(this.gate).hasSettledEveryLeaseOnce()
			.hasSingleLease()
			.wasCommittedWith(CHARACTERS)
			.isPaidBy("acme", "alice");
	}

	@Test
	void refusesAMethodThatWouldBlockBeforeItAsksTheGate() {
		int before = this.texts.started();
		ResponseEntity<String> response = this.browser.get("alice", "/value", TEXT);
		assertThat(response.getBody()).startsWith("caught Thread '")
			.contains("-http-", "must not block", "Return a CompletionStage, Mono or Flux");
		assertThat(this.texts.started()).isEqualTo(before);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 0);
	}

	@ParameterizedTest
	@CsvSource({ "/failing/mono, */*", "/failing/flux, application/json", "/failing/flux, text/event-stream" })
	void cancelsWhenTheWorkFails(String path, String accept) {
		StepVerifier.create(this.browser.stream("alice", path, TEXT, accept).then().onErrorComplete())
			.expectComplete()
			.verify(PATIENCE);
		awaitEnd().wasCancelled();
	}

	@Test
	void tellsWhyTheWorkFailed() {
		assertThat(this.browser.get("alice", "/failing/mono", TEXT).getBody())
			.isEqualTo("caught No text from 'some words to count'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/endless", "/endless-entity" })
	void cancelsWhenTheListenerHangsUp(String path) {
		List<String> events = this.browser.stream("alice", path, TEXT, MediaType.TEXT_EVENT_STREAM_VALUE)
			.take(3)
			.collectList()
			.block(PATIENCE);
		assertThat(events).hasSize(3);
		awaitEnd().wasCancelled().isPaidBy("acme", "alice");
	}

	@Test
	void billsTheFinalUsageWhenTheListenerHangsUpWhileNothingIsSaid() {
		this.browser.stream("alice", "/lingering", TEXT, MediaType.TEXT_EVENT_STREAM_VALUE).take(4).blockLast(PATIENCE);
		awaitEnd().wasCommittedWith(CHARACTERS);
	}

	@Test
	void cancelsWhenNobodyWaitsForTheValueAnyMore() {
		int before = this.texts.started();
		Disposable call = this.browser.stream("alice", "/forever", TEXT, "*/*").subscribe();
		await().atMost(PATIENCE).until(() -> this.texts.started() > before);
		call.dispose();
		awaitEnd().wasCancelled();
	}

	@Test
	void cancelsALeaseThatComesTooLate() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.delay(Duration.ofMillis(300)));
		int before = this.texts.started();
		Disposable call = this.browser.stream("alice", "/mono", TEXT, "*/*").subscribe();
		await().atMost(PATIENCE).until(() -> this.gate.count(Endpoint.AUTHORIZE) == 1);
		call.dispose();
		awaitEnd().wasCancelled();
		assertThat(this.texts.started()).isEqualTo(before);
	}

	@Test
	void commitsAlthoughTheCallerLeavesMeanwhile() {
		this.gate.on(Endpoint.COMMIT).once(Fault.delay(Duration.ofMillis(300)));
		Disposable call = this.browser.stream("alice", "/mono", TEXT, "*/*").subscribe();
		await().atMost(PATIENCE).until(() -> this.gate.count(Endpoint.COMMIT) == 1);
		call.dispose();
		awaitEnd().wasCommittedWith(QUANTITY);
	}

	@Test
	void givesTheValueWhenTheCommitIsNotAnsweredAndChargesItLater() {
		this.gate.on(Endpoint.COMMIT).times(4, Fault.respond(502, "<html>"));
		assertThat(this.browser.get("alice", "/mono", TEXT).getBody()).isEqualTo(TEXT);
		awaitEnd().wasCommittedWith(QUANTITY);
	}

	/**
	 * Wait for what reaches the gate after the caller has its answer.
	 */
	void awaitDelivery() {
		// Without a store the answer waits for it.
	}

	private LedgerEntryAssert awaitEnd() {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce());
		return assertThat(this.gate).hasSingleLease();
	}

}
