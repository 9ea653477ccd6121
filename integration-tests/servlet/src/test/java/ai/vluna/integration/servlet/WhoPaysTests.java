package ai.vluna.integration.servlet;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;

import ai.vluna.spring.test.assertions.LedgerEntryAssert;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for who pays for what a request starts.
 */
@ServletTest
class WhoPaysTests {

	private static final String TEXT = "who pays";

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	@Autowired
	private Texts texts;

	@Autowired
	private SubjectController controller;

	@BeforeEach
	void reset() {
		this.gate.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/void", "/future", "/mono", "/flux", "/subjects/executor",
			"/subjects/elsewhere", "/subjects/within-chain", "/subjects/within-stream" })
	void takesTheSignedInUser(String path) {
		assertThat(this.browser.get("bob", path, TEXT).statusCode()).isEqualTo(200);
		awaitEnd().wasCommitted().isPaidBy("globex", "bob");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/future", "/mono", "/flux", "/subjects/executor", "/subjects/elsewhere" })
	void readsTheClaimsOfAToken(String path) {
		assertThat(this.browser.get(null, path, TEXT, "*/*", "X-Token-Subject", "tom").statusCode()).isEqualTo(200);
		awaitEnd().wasCommitted().isPaidBy("token", "tom");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/future", "/mono", "/flux", "/async/void", "/async/future",
			"/subjects/executor", "/subjects/elsewhere", "/subjects/within-chain" })
	void prefersWhatTheApplicationSaidOfTheRequest(String path) {
		HttpResponse<String> response = this.browser.get("bob", path, TEXT, "*/*", "X-Test-Customer", "filled",
				"X-Test-User", "fiona");
		assertThat(response.statusCode()).isEqualTo(200);
		awaitEnd().wasCommitted().isPaidBy("filled", "fiona");
	}

	@Test
	void prefersWhatTheCodeSays() {
		this.browser.get("bob", "/subjects/code", TEXT, "*/*", "X-Test-Customer", "filled", "X-Test-User", "fiona");
		awaitEnd().wasCommitted().isPaidBy("coded", "carl");
	}

	@Test
	void remembersTheUserWhenTheRequestIsOver() {
		this.browser.get("bob", "/subjects/afterwards", TEXT);
		this.controller.leave();
		awaitEnd().wasCommitted().isPaidBy("globex", "bob");
	}

	@Test
	void remembersWhatTheApplicationSaidWhenTheRequestIsOver() {
		this.browser.get("bob", "/subjects/afterwards", TEXT, "*/*", "X-Test-Customer", "filled", "X-Test-User",
				"fiona");
		this.controller.leave();
		awaitEnd().wasCommitted().isPaidBy("filled", "fiona");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/public/value", "/public/void", "/public/future", "/public/mono", "/public/flux" })
	void startsNothingWhenNobodyPays(String path) {
		int before = this.texts.started();
		HttpResponse<String> response = this.browser.get(null, path, TEXT);
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 0);
		assertThat(this.texts.started()).isEqualTo(before);
	}

	@Test
	void believesNoHeaderThatNobodySaidIsToBeTrusted() {
		// Those that this application itself sends to Vluna, and those that others use.
		String[] headers = Stream
			.of("X-Principal-Id", "X-User-Id", "X-Billing-Account-Id", "X-Customer", "X-Customer-Id", "X-User",
					"X-Tenant-Id", "X-Forwarded-User", "Remote-User")
			.flatMap((name) -> Stream.of(name, "globex"))
			.toArray(String[]::new);
		assertThat(this.browser.get("alice", "/value", TEXT, "*/*", headers).statusCode()).isEqualTo(200);
		awaitEnd().wasCommitted().isPaidBy("acme", "alice");
		assertThat(this.browser.get(null, "/public/value", TEXT, "*/*", headers).statusCode()).isEqualTo(503);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1);
	}

	@Test
	void takesWorkOfAPlainExecutorForAJob() {
		// Its thread knows of no request.
		assertThat(this.browser.get("bob", "/subjects/plain-executor", TEXT).statusCode()).isEqualTo(200);
		awaitEnd().wasCommitted().isPaidBy("jobs", "nightly");
	}

	private LedgerEntryAssert awaitEnd() {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce());
		return assertThat(this.gate).hasSingleLease();
	}

}
