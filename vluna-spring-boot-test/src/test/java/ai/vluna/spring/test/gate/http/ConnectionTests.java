package ai.vluna.spring.test.gate.http;

import java.io.IOException;
import java.time.Duration;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest;
import ai.vluna.spring.test.gate.RawConnection;
import ai.vluna.spring.test.gate.RawConnection.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a connection lives on, and when it ends.
 */
class ConnectionTests {

	private static final String HEALTH = "GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n";

	private static final int MEGABYTE = 1024 * 1024;

	private final EmbeddedGate gate = EmbeddedGate.builder().idleTimeout(Duration.ofMillis(200)).start();

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void promisesASecondLessThanItKeepsAConnection() throws IOException {
		try (EmbeddedGate patient = EmbeddedGate.builder().start(); RawConnection connection = connect(patient)) {
			Answer answer = connection.send(HEALTH).read();
			assertThat(answer.headers()).containsEntry("keep-alive", "timeout=72")
				.containsEntry("connection", "keep-alive");
			assertThat(connection.send(HEALTH).read().status()).isEqualTo(200);
		}
	}

	@Test
	void closesAConnectionThatIsNotUsed() throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			assertThat(connection.send(HEALTH).read().headers()).containsEntry("keep-alive", "timeout=0");
			assertThat(connection.readToEnd()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "POST /mgt/v1/gate/auth", "POST /mgt/v1/gate/authorize HTTP/1.1\r\nhost: loc",
			"POST /mgt/v1/gate/authorize HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{\"featu" })
	void closesAConnectionOnWhichARequestIsNotFinished(String beginning) throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			assertThat(connection.send(beginning).readToEnd()).doesNotContain("200");
		}
	}

	@Test
	void closesTheConnectionWhenTheClientAsksForIt() throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			connection.send(HEALTH.replace("host:", "connection: close\r\nhost:"));
			assertThat(connection.read().headers()).containsEntry("connection", "close")
				.doesNotContainKey("keep-alive");
			assertThat(connection.readToEnd()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"a\":1,}" })
	void closesTheConnectionAfterABodyThatIsNotJson(String body) throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			Answer answer = connection.send(GateRequest.post("authorize", body).toBytes()).read();
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.headers()).containsEntry("connection", "close");
			assertThat(connection.readToEnd()).isEmpty();
		}
	}

	@Test
	void keepsTheConnectionAfterAnUnknownRouteWithABody() throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			byte[] request = GateRequest.post("nope", "{\"a\":\"" + "x".repeat(100_000) + "\"}").toBytes();
			assertThat(connection.send(request).read().status()).isEqualTo(404);
			assertThat(connection.send(HEALTH).read().status()).isEqualTo(200);
		}
	}

	@Test
	void answersRequestsThatAreSentWithoutWaiting() throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			connection.send(HEALTH + HEALTH.replace("/health", "/nope") + HEALTH);
			assertThat(connection.read().status()).isEqualTo(200);
			assertThat(connection.read().status()).isEqualTo(404);
			assertThat(connection.read().status()).isEqualTo(200);
		}
	}

	@Test
	void refusesATooLargeBodyBeforeItIsSent() throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			connection.send("POST /mgt/v1/gate/authorize HTTP/1.1\r\nhost: localhost\r\n"
					+ "content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: 5000000\r\n\r\n");
			assertThat(connection.read().status()).isEqualTo(413);
		}
	}

	@Test
	void refusesATooLargeBodyOfUnknownLength() throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			connection.send("POST /mgt/v1/gate/authorize HTTP/1.1\r\nhost: localhost\r\n"
					+ "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n");
			for (int i = 0; i < 4; i++) {
				connection.send(Integer.toHexString(MEGABYTE) + "\r\n" + "x".repeat(MEGABYTE) + "\r\n");
			}
			Answer answer = connection.send("0\r\n\r\n").read();
			assertThat(answer.status()).isEqualTo(413);
			assertThat(answer.headers()).containsEntry("connection", "close");
			assertThat(connection.readToEnd()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense\r\n\r\n", "GET /health\r\n\r\n",
			"GET /health HTTP/1.1\r\nhost: a\r\nno colon\r\n\r\n",
			"POST /mgt/v1/gate/authorize HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n",
			"POST /mgt/v1/gate/authorize HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n" })
	void refusesWhatIsNotHttpWithoutAnEnvelope(String request) throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			Answer answer = connection.send(request).read();
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body())
				.isEqualTo("{\"error\":\"Bad Request\",\"message\":\"Client Error\",\"statusCode\":400}");
			assertThat(connection.readToEnd()).isEmpty();
		}
	}

	@Test
	void refusesATooLongRequestLineAsTooManyHeaders() throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			Answer answer = connection.send("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n").read();
			assertThat(answer.status()).isEqualTo(431);
		}
	}

	@Test
	void knowsNobodyByAnUnknownKeyOnTheSameConnection() throws IOException {
		try (RawConnection connection = connect(this.gate)) {
			GateRequest unknown = GateRequest.post("authorize", "{}")
				.subject("acme", "alice")
				.key(Caller.newKey())
				.header("x-realm-id", this.gate.realmId())
				.sign("pk-unknown", this.gate.serviceKeySecret());
			assertThat(connection.send(unknown.toBytes()).read().status()).isEqualTo(401);
			assertThat(connection.send(HEALTH).read().status()).isEqualTo(200);
		}
	}

	private static RawConnection connect(EmbeddedGate gate) throws IOException {
		return new RawConnection(gate);
	}

}
