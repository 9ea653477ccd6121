package ai.vluna.spring.test.gate.script;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.RawConnection;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.protocol.Answer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that the gate works on at the same time.
 */
class RaceTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder().feature("free", (feature) -> feature.price(0)).build())
		.knownPrincipal("acme")
		.start();

	private final Sinks.Empty<Void> end = Sinks.empty();

	private volatile boolean holding;

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void failsADuplicateThatComesWhileTheFirstIsProcessed() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(this::hold).once(this::release);
		try (RawConnection first = authorize("key", "free")) {
			awaitHeld();
			assertThat(this.alice.authorize("key", "free").status()).isEqualTo(500);
			String lease = first.read().toReply().text("/data/lease_token");
			assertThat(this.alice.authorize("key", "free").text("/data/lease_token")).isEqualTo(lease).isNotEmpty();
		}
		assertThat(this.gate.ledger()).hasSize(1);
	}

	@Test
	void doesNotFailADuplicateOfWhatWasRefused() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(this::hold).once(this::release);
		try (RawConnection first = authorize("key", "unknown")) {
			awaitHeld();
			assertThat(this.alice.authorize("key", "free").status()).isEqualTo(200);
			assertThat(first.read().status()).isEqualTo(422);
		}
	}

	@Test
	void doesNotFailAnotherKey() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(this::hold);
		try (RawConnection first = authorize("key", "free")) {
			awaitHeld();
			assertThat(this.alice.authorize("another", "free").status()).isEqualTo(200);
			this.end.tryEmitEmpty();
			assertThat(first.read().status()).isEqualTo(200);
		}
	}

	@Test
	void takesItsTime() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.slow(Duration.ofMillis(150)));
		Instant start = Instant.now();
		assertThat(this.alice.authorize("free").status()).isEqualTo(200);
		assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(140));
	}

	@Test
	void doesNotFailAReplay() throws IOException {
		this.alice.authorize("key", "free");
		this.gate.restart(Duration.ZERO);
		this.gate.on(Endpoint.AUTHORIZE).times(2, Fault.meet(2));
		try (RawConnection first = authorize("key", "free"); RawConnection second = authorize("key", "free")) {
			assertThat(first.read().status()).isEqualTo(200);
			assertThat(second.read().status()).isEqualTo(200);
		}
	}

	@Test
	void finishesWhatAClientDoesNotWaitFor() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.delay(Duration.ofMillis(100)));
		authorize("key", "free").close();
		Awaitility.await().until(() -> this.gate.ledger().size() == 1);
	}

	@Test
	void forgetsWhatItWasWorkingOnWhenItIsReset() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(this::hold);
		try (RawConnection connection = authorize("key", "free")) {
			awaitHeld();
			this.gate.reset();
			this.end.tryEmitEmpty();
			assertThat(connection.readToEnd()).isEmpty();
		}
		assertThat(this.gate.ledger()).isEmpty();
	}

	private Mono<Void> hold(Exchange exchange) {
		Mono<Void> held = this.end.asMono().doOnSubscribe((subscription) -> this.holding = true);
		return exchange.process(held).flatMap(exchange::send);
	}

	private Mono<Void> release(Exchange exchange) {
		Mono<Answer> answer = exchange.process();
		return Mono.when(answer.flatMap(exchange::send), Mono.fromRunnable(this.end::tryEmitEmpty));
	}

	private void awaitHeld() {
		Awaitility.await().until(() -> this.holding);
	}

	private RawConnection authorize(String key, String feature) throws IOException {
		return new RawConnection(this.gate).send(GateRequest.post("authorize", "{\"feature_code\":\"" + feature + "\"}")
			.subject("acme", "alice")
			.key(key)
			.signedFor(this.gate)
			.toBytes());
	}

}
