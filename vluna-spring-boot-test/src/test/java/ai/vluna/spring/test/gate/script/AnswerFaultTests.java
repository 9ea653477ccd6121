package ai.vluna.spring.test.gate.script;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.RawConnection;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Answers that are not what they should be.
 */
class AnswerFaultTests {

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder().feature("free", (feature) -> feature.price(0)).build())
		.knownPrincipal("acme")
		.clock(new SettableClock(Instant.parse("2026-11-21T12:00:00Z")))
		.start();

	private final Caller alice = new Caller(this.gate, "acme", "alice");

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void stumblesBeforeItHasDoneAnything() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.serverError());
		Reply reply = this.alice.authorize("free");
		assertThat(reply.status()).isEqualTo(500);
		assertThat(reply.text("/code")).isEqualTo("SERVER.UNEXPECTED");
		assertThat(this.gate.ledger()).isEmpty();
	}

	@Test
	void limitsTheRateWithAHint() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.rateLimited(Duration.ofSeconds(7)));
		Reply reply = this.alice.authorize("free");
		assertThat(reply.status()).isEqualTo(429);
		assertThat(reply.hints()).containsExactly("rate.limit");
		assertThat(reply.json().at("/hints/0/seconds").intValue()).isEqualTo(7);
		assertThat(reply.text("/hints/0/until")).isEqualTo("2026-11-21T12:00:07.000Z");
	}

	@Test
	void doesWhatItWasAskedAndAnswersSomethingElse() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.processAndRespond(502, "<html>"));
		assertThat(this.alice.authorize("free")).isEqualTo(new Reply(502, "<html>"));
		assertThat(this.gate.ledger()).hasSize(1);
	}

	@Test
	void answersWithOtherHeaders() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE)
			.once(Fault.respond(503, Map.of("Retry-After", "3", "content-type", "text/html"), "down"));
		try (RawConnection connection = authorize()) {
			RawConnection.Answer answer = connection.read();
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.headers()).containsEntry("retry-after", "3").containsEntry("content-type", "text/html");
		}
	}

	@Test
	void answersUnderAnotherContentType() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.contentType("text/html"));
		try (RawConnection connection = authorize()) {
			RawConnection.Answer answer = connection.read();
			assertThat(answer.headers()).containsEntry("content-type", "text/html");
			assertThat(answer.toReply().text("/data/lease_token")).isNotEmpty();
		}
	}

	@Test
	void garblesTheBodyOfARequestItHasProcessed() {
		String clear = this.alice.authorize("key", "free").body();
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.garbledBody());
		Reply garbled = this.alice.authorize("key", "free");
		assertThat(garbled.status()).isEqualTo(200);
		assertThat(garbled.body()).doesNotContain("{").isNotEqualTo(clear);
	}

	@Test
	void answersWithSomethingThatIsNotHttp() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.garbage());
		try (RawConnection connection = authorize()) {
			assertThat(connection.readToEnd()).contains("this is not HTTP").doesNotContain("HTTP/1.1");
		}
		assertThat(this.gate.ledger()).hasSize(1);
	}

	@Test
	void resetsTheConnectionInTheMiddleOfTheBody() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.resetMidBody());
		try (RawConnection connection = authorize()) {
			assertThatIOException().isThrownBy(connection::read)
				.isNotInstanceOf(EOFException.class)
				.withMessageContaining("reset");
		}
		assertThat(this.gate.ledger()).hasSize(1);
	}

	@Test
	void dripsMoreAnswersThanItHasThreadsAndStillAnswersOthers() throws IOException {
		this.gate.on(Endpoint.AUTHORIZE).times(6, Fault.drip(4, Duration.ofMillis(10)));
		Instant start = Instant.now();
		List<RawConnection> slow = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			slow.add(authorize());
		}
		assertThat(new GateRequest("GET", "/health", "").send(this.gate).status()).isEqualTo(200);
		for (RawConnection connection : slow) {
			assertThat(connection.read().toReply().text("/data/lease_token")).isNotEmpty();
			connection.close();
		}
		assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(500));
	}

	private RawConnection authorize() throws IOException {
		return new RawConnection(this.gate).send(GateRequest.post("authorize", "{\"feature_code\":\"free\"}")
			.subject("acme", "alice")
			.key(Caller.newKey())
			.signedFor(this.gate)
			.toBytes());
	}

}
