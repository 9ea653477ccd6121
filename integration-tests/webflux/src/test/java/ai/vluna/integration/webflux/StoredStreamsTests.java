package ai.vluna.integration.webflux;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for many listeners at once whose usage and whose keys are stored: the event loops
 * wait neither for the file nor for each other.
 */
@ReactiveTest
@DirtiesContext
@TestPropertySource(properties = { "vluna.delivery.store=file", "vluna.inbound-idempotency.enabled=true",
		"vluna.connection.max-connections=500", "vluna.connection.pending-acquire-timeout=30s" })
class StoredStreamsTests {

	private static final int KEYS = 500;

	private static final int AT_ONCE = 250;

	private static final List<String> PATHS = List.of("/mono", "/flux", "/blocking-mono", "/functional/flux");

	@TempDir
	static Path directory;

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry registry) {
		registry.add("vluna.delivery.file.path", () -> directory.resolve("usage.mv"));
	}

	@BeforeEach
	void reset(@Autowired JsonMapper json) {
		this.gate.reset();
		// Jackson takes a lock when it first meets a type.
		assertThat(json.writeValueAsString(Token.heartbeat())).isNotEmpty();
	}

	@Test
	void whoAsksTwiceUnderOneKeyIsServedAndChargedOnce() {
		Map<Integer, Long> answers = Flux.range(0, 2 * KEYS)
			.flatMap((i) -> ask(i / 2), AT_ONCE)
			.collect(Collectors.groupingBy((status) -> status, Collectors.counting()))
			.block(Duration.ofSeconds(120));
		assertThat(answers).containsOnly(Map.entry(200, (long) KEYS), Map.entry(409, (long) KEYS));
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.gate.ledger()).hasSize(KEYS)
				.extracting(LedgerEntry::state)
				.containsOnly(LedgerState.COMMITTED));
		assertThat(this.gate.ledger().stream().map(LedgerEntry::quantityMinor))
			.containsExactlyInAnyOrderElementsOf(Flux.range(1, KEYS).map(Integer::longValue).collectList().block());
	}

	private Mono<Integer> ask(int number) {
		return this.browser
			.start((number % 2 == 0) ? "alice" : "bob", PATHS.get(number % PATHS.size()), "x".repeat(number + 1), "*/*",
					"Idempotency-Key", "key-" + number)
			.map((response) -> response.getStatusCode().value());
	}

}
