package ai.vluna.integration.webflux;

import java.time.Duration;

import ai.vluna.spring.test.assertions.LedgerEntryAssert;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.TestPropertySource;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for who pays for what a reactive request starts.
 */
class WhoPaysTests {

	private static final String TEXT = "who pays";

	/**
	 * What holds whether threads know the context of the chain or not.
	 */
	@ReactiveTest
	abstract static class AlwaysTests {

		@Autowired
		EmbeddedGate gate;

		@Autowired
		Browser browser;

		@Autowired
		private Texts texts;

		@BeforeEach
		void reset() {
			this.gate.reset();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/mono", "/blocking-mono", "/flux", "/reporting", "/mono-elsewhere",
				"/functional/mono", "/functional/body", "/functional/flux" })
		void takesTheSignedInUser(String path) {
			assertThat(this.browser.get("bob", path, TEXT).getStatusCode().value()).isEqualTo(200);
			awaitEnd().wasCommitted().isPaidBy("globex", "bob");
		}

		@ParameterizedTest
		@ValueSource(strings = { "/mono", "/blocking-mono", "/flux", "/mono-elsewhere", "/functional/mono",
				"/functional/flux" })
		void prefersWhatTheApplicationSaidOfTheRequest(String path) {
			this.browser.get("bob", path, TEXT, "*/*", RequestContextFilter.CUSTOMER, "filled",
					RequestContextFilter.USER, "fiona");
			awaitEnd().wasCommitted().isPaidBy("filled", "fiona");
		}

		@Test
		void prefersWhatTheCodeSays() {
			this.browser.get("bob", "/code", TEXT);
			awaitEnd().wasCommitted().isPaidBy("coded", "carl");
		}

		@ParameterizedTest
		@ValueSource(strings = { "/public/mono", "/public/flux", "/public/future" })
		void startsNothingWhenNobodyPays(String path) {
			int before = this.texts.started();
			ResponseEntity<String> response = this.browser.get(null, path, TEXT);
			assertThat(response.getStatusCode().value()).isEqualTo(503);
			assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
			assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 0);
			assertThat(this.texts.started()).isEqualTo(before);
		}

		LedgerEntryAssert awaitEnd() {
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce());
			return assertThat(this.gate).hasSingleLease();
		}

	}

	/**
	 * Spring Boot's default: threads know nothing of the chain.
	 */
	@Nested
	class WithoutAutomaticPropagation extends AlwaysTests {

		@BeforeEach
		void forget() {
			Hooks.disableAutomaticContextPropagation();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/future", "/future-within" })
		void cannotKnowWhoPaysForAFuture(String path) {
			assertThat(this.browser.get("bob", path, TEXT).getStatusCode().value()).isEqualTo(503);
			assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 0);
		}

	}

	/**
	 * What Spring Boot is told to do.
	 */
	@Nested
	@TestPropertySource(properties = "spring.reactor.context-propagation=auto")
	class WithAutomaticPropagation extends AlwaysTests {

		@BeforeEach
		void propagate() {
			Hooks.enableAutomaticContextPropagation();
		}

		@AfterEach
		void forget() {
			Hooks.disableAutomaticContextPropagation();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/future", "/future-within", "/value-elsewhere" })
		void takesTheSignedInUserForAFutureToo(String path) {
			assertThat(this.browser.get("bob", path, TEXT).getStatusCode().value()).isEqualTo(200);
			awaitEnd().wasCommittedWith(TEXT.length()).isPaidBy("globex", "bob");
		}

		@ParameterizedTest
		@ValueSource(strings = { "/future", "/future-within", "/value-elsewhere" })
		void prefersWhatTheApplicationSaidForAFutureToo(String path) {
			this.browser.get("bob", path, TEXT, "*/*", RequestContextFilter.CUSTOMER, "filled",
					RequestContextFilter.USER, "fiona");
			awaitEnd().wasCommitted().isPaidBy("filled", "fiona");
		}

	}

}
