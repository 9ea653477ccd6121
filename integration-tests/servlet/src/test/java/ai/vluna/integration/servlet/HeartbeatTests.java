package ai.vluna.integration.servlet;

import java.time.Duration;

import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for clients that hang up while nothing is said to them.
 */
@ServletTest
@ActiveProfiles("heartbeat")
@TestPropertySource(properties = "vluna.sse.heartbeat=50ms")
class HeartbeatTests {

	private static final String TEXT = "some words to count";

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	@BeforeEach
	void reset() {
		this.gate.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitter/silent", "/tokens/silent" })
	void seesThatTheClientHungUp(String path) {
		this.browser.hangUp("alice", "/responses" + path, TEXT, MediaType.TEXT_EVENT_STREAM_VALUE, 1);
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce());
		assertThat(this.gate).hasSingleLease().wasCancelled();
	}

	@Test
	void beatsInCommentsThatStopWithTheEvents() {
		assertThat(this.browser.get("alice", "/slow", TEXT, MediaType.TEXT_EVENT_STREAM_VALUE).body())
			.contains("\n\n:\n\n")
			.containsSubsequence("some", "words", "to", "count");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(16);
	}

	@Test
	void leavesOtherContentAlone() {
		assertThat(this.browser.get("alice", "/slow", TEXT, MediaType.APPLICATION_JSON_VALUE).body()).startsWith("[{")
			.doesNotContain("comment");
	}

}
