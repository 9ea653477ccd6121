package ai.vluna.spring.test.gate.script;

import java.io.IOException;
import java.time.Duration;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.RawConnection;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that the gate works on at the same time.
 */
class RaceTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder().feature("free", (feature) -> feature.price(0)).build())
		.knownPrincipal("acme")
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void failsADuplicateThatComesWhileTheFirstIsProcessed() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.slow(Duration.ofMillis(300)));
		try (RawConnection first = authorize("key", "free")) {
			awaitRequests(1);
			assertThat(this.alice.authorize("key", "free").status()).isEqualTo(500);
			String lease = first.read().toReply().text("/data/lease_token");
			assertThat(this.alice.authorize("key", "free").text("/data/lease_token")).isEqualTo(lease).isNotEmpty();
		}
		assertThat(this.gate.ledger()).hasSize(1);
	}

	@Test
	void doesNotFailADuplicateOfWhatWasRefused() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.slow(Duration.ofMillis(100)));
		try (RawConnection first = authorize("key", "unknown")) {
			awaitRequests(1);
			assertThat(this.alice.authorize("key", "free").status()).isEqualTo(200);
			assertThat(first.read().status()).isEqualTo(422);
		}
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
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.slow(Duration.ofMillis(100)));
		try (RawConnection connection = authorize("key", "free")) {
			awaitRequests(1);
			this.gate.reset();
			assertThat(connection.readToEnd()).isEmpty();
		}
		assertThat(this.gate.ledger()).isEmpty();
	}

	private void awaitRequests(int number) {
		Awaitility.await().until(() -> this.gate.count(Endpoint.AUTHORIZE) == number);
	}

	private RawConnection authorize(String key, String feature) throws IOException {
		return new RawConnection(this.gate)
			.send(GateRequest.post("authorize", "{\"feature_code\":\"" + feature + "\"}")
				.subject("acme", "alice")
				.key(key)
				.signedFor(this.gate)
				.toBytes());
	}

}
