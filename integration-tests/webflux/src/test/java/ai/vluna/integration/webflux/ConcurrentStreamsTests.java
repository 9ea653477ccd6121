package ai.vluna.integration.webflux;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for many listeners at once, some of whom hang up at any moment.
 */
@ReactiveTest
@TestPropertySource(
		properties = { "vluna.connection.max-connections=500", "vluna.connection.pending-acquire-timeout=30s" })
class ConcurrentStreamsTests {

	private static final int LISTENERS = 1000;

	private static final long TOLERANCE = 8_000_000;

	private static final long SEED = 20260630;

	private static final List<String> PATHS = List.of("/flux", "/endless", "/mono", "/blocking-mono", "/failing/flux",
			"/entity", "/endless-entity", "/functional/flux");

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	@BeforeEach
	void reset(@Autowired JsonMapper json) {
		this.gate.reset();
		// Jackson takes a lock when it first meets a type.
		assertThat(json.writeValueAsString(Token.heartbeat())).isNotEmpty();
	}

	@Test
	void settlesEveryLeaseOnceForTheRightSubject() {
		listenAll();
		assertThat(this.gate.ledger().stream().map(LedgerEntry::idempotencyKey)).doesNotHaveDuplicates();
		assertThat(this.gate.ledger()).hasSizeBetween(LISTENERS / 4, LISTENERS).allSatisfy((entry) -> {
			assertThat(entry.principal() + "/" + entry.user()).isIn("acme/alice", "globex/bob");
			// Alice's texts have an odd number of characters, Bob's an even one.
			if (entry.quantityMinor() > 0) {
				assertThat(entry.quantityMinor() % 2).isEqualTo(entry.user().equals("alice") ? 1 : 0);
			}
		});
		assertThat(keys(Endpoint.COMMIT) + keys(Endpoint.CANCEL)).isEqualTo(this.gate.ledger().size());
	}

	@Test
	void leavesNothingBehind() {
		listenAll();
		long level = memory();
		listenAll();
		await().atMost(Duration.ofSeconds(30)).until(() -> memory() < level + TOLERANCE);
	}

	private long memory() {
		this.gate.reset();
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	private void listenAll() {
		Random random = new Random(SEED);
		Flux.range(0, LISTENERS)
			.map((i) -> listen(i, PATHS.get(random.nextInt(PATHS.size())), random))
			.collectList()
			.flatMapMany((listeners) -> Flux.merge(Flux.fromIterable(listeners), LISTENERS))
			.blockLast(Duration.ofSeconds(120));
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			// Of a response whose client left before its body was subscribed, nothing
			// else
			// tells.
			System.gc();
			assertThat(this.gate).hasSettledEveryLeaseOnce();
		});
	}

	private long keys(Endpoint endpoint) {
		return this.gate.received(endpoint).stream().map(ReceivedRequest::idempotencyKey).distinct().count();
	}

	private Mono<Void> listen(int number, String path, Random random) {
		String user = (number % 2 == 0) ? "alice" : "bob";
		Flux<String> events = this.browser.stream(user, path, "x".repeat(number + 1),
				MediaType.TEXT_EVENT_STREAM_VALUE);
		Flux<String> heard = switch (random.nextInt(3)) {
			case 0 -> path.startsWith("/endless") ? events.take(3) : events;
			case 1 -> events.take(1);
			default -> events.takeUntilOther(Mono.delay(Duration.ofMillis(random.nextInt(1000))));
		};
		return heard.then().onErrorComplete();
	}

}
