package ai.vluna.spring.test.gate.script;

import java.time.Duration;
import java.time.Instant;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class FaultTests {

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
	void dropsARequestBeforeItIsProcessed() {
		String lease = this.alice.lease("free");
		this.gate.on(Endpoint.COMMIT).always(Fault.dropBeforeProcessing());
		assertThatException().isThrownBy(() -> this.alice.commit("key", lease, "free", 1));
		assertThat(this.gate.ledger()).singleElement().matches((entry) -> entry.state() == LedgerState.OPEN);
		this.gate.on(Endpoint.COMMIT).heal();
		assertThat(this.alice.commit("key", lease, "free", 1).status()).isEqualTo(200);
	}

	@Test
	void processesARequestAndDropsItsAnswer() {
		String lease = this.alice.lease("free");
		this.gate.on(Endpoint.COMMIT).always(Fault.dropAnswer());
		assertThatException().isThrownBy(() -> this.alice.commit("key", lease, "free", 1));
		assertThat(this.gate.ledger()).singleElement().matches((entry) -> entry.state() == LedgerState.COMMITTED);
		this.gate.on(Endpoint.COMMIT).heal();
		assertThat(this.alice.commit("key", lease, "free", 1).hints()).isEmpty();
	}

	@Test
	void respondsWithWhateverItIsTold() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.respond(503, "down")).once(Fault.respond(502, "{}"));
		assertThat(this.alice.authorize("free")).isEqualTo(new Reply(503, "down"));
		assertThat(this.alice.authorize("free").status()).isEqualTo(502);
		assertThat(this.alice.authorize("free").status()).isEqualTo(200);
		assertThat(this.gate.ledger()).hasSize(1);
	}

	@Test
	void waitsBeforeItAnswers() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.delay(Duration.ofMillis(150)));
		Instant start = Instant.now();
		assertThat(this.alice.authorize("free").status()).isEqualTo(200);
		assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(140));
	}

	@Test
	void showsWhatItReceived() {
		this.alice.authorize("key", "free");
		assertThat(this.gate.count(Endpoint.AUTHORIZE)).isOne();
		assertThat(this.gate.received(Endpoint.AUTHORIZE)).singleElement().satisfies((request) -> {
			assertThat(request.idempotencyKey()).isEqualTo("key");
			assertThat(request.header("x-user-id")).isEqualTo("alice");
			assertThat(request.bodyText()).isEqualTo("{\"feature_code\":\"free\"}");
		});
	}

	@Test
	void refusesConnectionsWhileItIsStoppedAndKeepsItsPort() {
		String lease = this.alice.lease("free");
		this.gate.stop();
		assertThatException().isThrownBy(() -> this.alice.commit("key", lease, "free", 1));
		this.gate.start();
		assertThat(this.alice.commit("key", lease, "free", 1).status()).isEqualTo(200);
	}

	@Test
	void forgetsEverythingOnReset() {
		this.alice.lease("free");
		this.gate.on(Endpoint.AUTHORIZE).always(Fault.respond(500, ""));
		this.gate.reset();
		assertThat(this.gate.ledger()).isEmpty();
		assertThat(this.gate.count(Endpoint.AUTHORIZE)).isZero();
		assertThat(this.alice.authorize("free").status()).isEqualTo(200);
	}

}
