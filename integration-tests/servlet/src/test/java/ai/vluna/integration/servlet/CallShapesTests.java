package ai.vluna.integration.servlet;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import ai.vluna.spring.test.assertions.LedgerEntryAssert;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed methods of every shape behind controllers.
 */
@ServletTest
class CallShapesTests {

	private static final String TEXT = "some words to count";

	private static final long QUANTITY = 19;

	private static final long CHARACTERS = 16;

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	@BeforeEach
	void reset() {
		this.gate.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/void", "/nothing", "/future", "/mono", "/controller" })
	void billsWhatTheWorkUsed(String path) {
		HttpResponse<String> response = this.browser.get("alice", path, TEXT);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(this.gate).hasSettledEveryLeaseOnce()
			.hasReceived(Endpoint.AUTHORIZE, 1)
			.hasReceived(Endpoint.COMMIT, 1)
			.hasReceived(Endpoint.CANCEL, 0)
			.hasSingleLease()
			.wasCommittedWith(QUANTITY)
			.isPaidBy("acme", "alice")
			.wasChargedWith(2 * QUANTITY);
	}

	@ParameterizedTest
	@ValueSource(strings = { MediaType.TEXT_EVENT_STREAM_VALUE, MediaType.APPLICATION_JSON_VALUE,
			MediaType.APPLICATION_NDJSON_VALUE, MediaType.ALL_VALUE })
	void billsTheLastUsageOfAStream(String accept) {
		HttpResponse<String> response = this.browser.get("alice", "/flux", TEXT, accept);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("some", "words", "to", "count");
		assertThat(this.gate).hasSettledEveryLeaseOnce()
			.hasSingleLease()
			.wasCommittedWith(CHARACTERS)
			.isPaidBy("acme", "alice");
	}

	@ParameterizedTest
	@CsvSource({ "/failing/value, */*", "/failing/future, */*", "/failing/mono, */*", "/failing/flux, application/json",
			"/failing/flux, text/event-stream" })
	void cancelsWhenTheWorkFails(String path, String accept) {
		HttpResponse<String> response;
		try {
			response = this.browser.get("alice", path, TEXT, accept);
			if (!accept.equals(MediaType.TEXT_EVENT_STREAM_VALUE)) {
				assertThat(response.statusCode()).isEqualTo(418);
				assertThat(response.body()).isEqualTo("caught No text from 'some words to count'");
			}
		}
		catch (CompletionException ex) {
			// A stream that has begun can only break off.
			assertThat(accept).isEqualTo(MediaType.TEXT_EVENT_STREAM_VALUE);
		}
		awaitEnd().wasCancelled().isPaidBy("acme", "alice");
	}

	@Test
	void cancelsWhenTheListenerHangsUp() {
		this.browser.hangUp("alice", "/endless", TEXT, MediaType.TEXT_EVENT_STREAM_VALUE, 3);
		awaitEnd().wasCancelled().isPaidBy("acme", "alice");
	}

	@Test
	void billsTheFinalUsageWhenTheListenerHangsUpAfterwards() {
		this.browser.hangUp("alice", "/lingering", TEXT, MediaType.TEXT_EVENT_STREAM_VALUE, 8);
		awaitEnd().wasCommittedWith(CHARACTERS).isPaidBy("acme", "alice");
	}

	@Test
	void cancelsWhenTheRequestTimesOut() {
		HttpResponse<String> response = this.browser.get("alice", "/forever", TEXT, "*/*", TimeoutConfiguration.HEADER,
				"300");
		assertThat(response.statusCode()).isIn(418, 503);
		awaitEnd().wasCancelled();
	}

	@Test
	void givesTheValueWhenTheCommitIsNotAnsweredAndChargesItLater() {
		this.gate.on(Endpoint.COMMIT).times(4, Fault.respond(502, "<html>"));
		assertThat(this.browser.get("alice", "/value", TEXT).body()).isEqualTo(TEXT);
		awaitEnd().wasCommittedWith(QUANTITY);
	}

	@Test
	void keepsManyCallersApart() {
		List<String> paths = List.of("/value", "/void", "/future", "/mono", "/flux", "/failing/value",
				"/failing/future", "/failing/mono");
		List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 160)
			.mapToObj((i) -> this.browser.start((i % 2 == 0) ? "alice" : "bob", paths.get((i / 2) % paths.size()),
					"x".repeat(1 + i), MediaType.ALL_VALUE))
			.toList();
		calls.forEach((call) -> assertThat(call.join().statusCode()).isIn(200, 418));
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(this.gate).hasSettledEveryLeaseOnce());
		assertThat(this.gate).hasLedgerOf(160);
		assertThat(this.gate.ledger().stream().map(LedgerEntry::idempotencyKey)).doesNotHaveDuplicates();
		for (LedgerEntry entry : this.gate.ledger()) {
			assertThat(entry.principal() + "/" + entry.user()).isIn("acme/alice", "globex/bob");
			if (entry.state() == LedgerState.COMMITTED) {
				// Alice asked for odd quantities, Bob for even ones.
				assertThat(entry.quantityMinor() % 2).isEqualTo(entry.user().equals("alice") ? 1 : 0);
			}
		}
		assertThat(this.gate.ledger()).filteredOn((entry) -> entry.state() == LedgerState.COMMITTED).hasSize(100);
	}

	private LedgerEntryAssert awaitEnd() {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce());
		return assertThat(this.gate).hasSingleLease();
	}

}
