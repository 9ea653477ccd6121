package ai.vluna.spring.client.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.http.ScriptedGate.Answer;
import ai.vluna.spring.client.http.ScriptedGate.Received;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import io.netty.channel.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what happens when the gate does not answer, over real connections.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class NotAnsweredTests {

	private static final Answer LEASE = ScriptedGate.json(200, ScriptedGate.LEASE);

	private final ScriptedGate gate = new ScriptedGate();

	@AfterEach
	void close() {
		this.gate.close();
	}

	@Test
	void healsTheFirstCallOfANewPrincipalUnseen() {
		this.gate.answers(ScriptedGate.error(500, "SERVER.UNEXPECTED", "Internal server error"), LEASE);
		try (TestClient client = new TestClient(this.gate.url())) {
			assertThat(client.call().await().data().leaseToken()).isEqualTo("lease.1.2");
		}
		assertThatAttemptsDifferOnlyInTheirSignature(2);
	}

	@Test
	void theLoserOfTwoCallsUnderOneKeyGetsTheLeaseOfTheWinner() {
		this.gate.answers(LEASE, ScriptedGate.error(500, "SERVER.UNEXPECTED", "Internal server error"), LEASE);
		try (TestClient one = new TestClient(this.gate.url()); TestClient other = new TestClient(this.gate.url())) {
			assertThat(Mono.zip(one.call().send(), other.call().send()).block()).isNotNull()
				.allSatisfy((answer) -> assertThat(((VlunaResponse<?>) answer).data()).extracting("leaseToken")
					.isEqualTo("lease.1.2"));
		}
		assertThatAttemptsDifferOnlyInTheirSignature(3);
	}

	@Test
	void repeatsAfterAConnectionThatWasClosedWithoutAnswer() {
		this.gate.answers(ScriptedGate.hangUp(), LEASE);
		healsInTwoAttempts();
	}

	@Test
	void repeatsAfterAResetInTheBody() {
		this.gate.answers(ScriptedGate.resetInBody(200), LEASE);
		healsInTwoAttempts();
	}

	@Test
	void repeatsAfterGarbage() {
		this.gate.answers(ScriptedGate.text(200, "text/html", "<html>It works!</html>"), LEASE);
		healsInTwoAttempts();
	}

	@Test
	void repeatsAfterAnEmptySuccess() {
		this.gate.answers(ScriptedGate.empty(204), LEASE);
		healsInTwoAttempts();
	}

	private void healsInTwoAttempts() {
		try (TestClient client = new TestClient(this.gate.url())) {
			assertThat(client.call().await().data().leaseToken()).isEqualTo("lease.1.2");
		}
		assertThatAttemptsDifferOnlyInTheirSignature(2);
	}

	private void assertThatAttemptsDifferOnlyInTheirSignature(int attempts) {
		List<Received> received = this.gate.received();
		assertThat(received).hasSize(attempts);
		assertThat(received).extracting(Received::text).containsOnly(received.get(0).text());
		assertThat(received).extracting((request) -> request.header("Idempotency-Key")).containsOnly("auth-0001");
		assertThat(received).extracting((request) -> request.header("Content-Digest"))
			.containsOnly(received.get(0).header("Content-Digest"));
		assertThat(received).extracting((request) -> request.header("Authorization")).doesNotHaveDuplicates();
		assertThat(received).extracting((request) -> String.valueOf(request.header("Authorization")).split("nonce=")[1])
			.doesNotHaveDuplicates();
		assertThat(received).allSatisfy(
				(request) -> WebClientVlunaClientTests.assertThatSignatureCoversWhatWasSent(request, TestClient.KEY));
	}

	@Test
	void givesUpAfterTheLastAttempt() {
		this.gate.answers(ScriptedGate.text(503, "text/plain", "try later"));
		try (TestClient client = new TestClient(this.gate.url())) {
			VlunaCall<AuthorizeResult> call = client.call();
			assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(call::await)
				.withMessage("POST %s/gate/authorize was not answered: 503: Service Unavailable (request id %s)",
						this.gate.url(), call.context().requestId());
		}
		assertThatAttemptsDifferOnlyInTheirSignature(3);
	}

	@Test
	void saysThatTheConnectionWasRefused() throws IOException {
		assertThat(failure(new TestClient(unusedAddress())))
			.hasMessageContaining("was not answered: connection refused (request id ")
			.hasCauseInstanceOf(ConnectException.class);
	}

	@Test
	void saysThatTheHostIsUnknown() {
		assertThat(failure(new TestClient(URI.create("http://no-such-host.invalid/mgt/v1"))))
			.hasMessageContaining("was not answered: unknown host");
	}

	@Test
	void saysThatTheConnectionWasClosed() {
		this.gate.answers(ScriptedGate.hangUp());
		assertThat(failure(new TestClient(this.gate.url())))
			.hasMessageContaining("was not answered: connection closed");
	}

	@Test
	void saysThatThereIsNoSecureConnection() {
		URI secure = URI.create(this.gate.url().toString().replace("http:", "https:"));
		assertThat(failure(new TestClient(secure))).hasMessageContaining("was not answered: no secure connection");
	}

	@Test
	void saysHowLongItWaited() {
		this.gate.answers(ScriptedGate.silence());
		assertThat(failure(TestClient.withResponseTimeout(this.gate.url(), Duration.ofMillis(500))))
			.hasMessageContaining("was not answered: no complete answer within 500ms")
			.satisfies((ex) -> assertThat(ex.getStatus()).isNull());
	}

	@Test
	void waitsNoLongerForABodyThanForAnAnswer() {
		this.gate.answers(ScriptedGate.stallInBody(200));
		assertThat(failure(TestClient.withResponseTimeout(this.gate.url(), Duration.ofMillis(500))))
			.hasMessageContaining("was not answered: 200, then no complete answer within 500ms")
			.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(200));
	}

	@Test
	void keepsTheStatusOfAServerErrorWhoseBodyBreaksOff() {
		this.gate.answers(ScriptedGate.resetInBody(502));
		assertThat(failure(new TestClient(this.gate.url())))
			.hasMessageContaining("was not answered: 502, then connection closed")
			.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(502));
	}

	@Test
	void readsNoMoreThanItNeeds() {
		this.gate.answers(ScriptedGate.endless(200));
		assertThat(failure(TestClient.withoutRetry(this.gate.url())))
			.hasMessageContaining("was not answered: 200, then an answer that is too large");
	}

	@Test
	void takesAKeyThatCannotBeHadForNoAnswer() {
		assertThat(failure(new TestClient(this.gate.url(), Duration.ofSeconds(1), 1, () -> {
			throw new IllegalStateException("vault is sealed");
		}))).hasMessageContaining("was not answered: an unexpected IllegalStateException")
			.hasRootCauseMessage("vault is sealed");
		assertThat(this.gate.received()).isEmpty();
	}

	private static VlunaUnavailableException failure(TestClient client) {
		try (client) {
			client.call().await();
			throw new AssertionError("Expected no answer");
		}
		catch (VlunaUnavailableException ex) {
			return ex;
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 402, 403, 404, 409, 413, 415, 422, 429, 431 })
	void repeatsNoRejection(int status) {
		this.gate.answers(ScriptedGate.error(status, "SOME.CODE", "some reason"));
		assertThat(rejection(new TestClient(this.gate.url())))
			.hasMessageContaining("answered %d SOME.CODE: some reason", status);
		assertThat(this.gate.received()).hasSize(1);
	}

	@Test
	void repeatsNoErrorOfTheServersConfiguration() {
		this.gate.answers(ScriptedGate.error(500, "SERVER.CONFIG", "value exceeds numeric range"));
		assertThat(rejection(new TestClient(this.gate.url())).getReason()).isEqualTo("value exceeds numeric range");
		assertThat(this.gate.received()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void followsNoRedirect(int status) {
		this.gate.answers(ScriptedGate.redirect(status, this.gate.url() + "/elsewhere"));
		assertThat(rejection(new TestClient(this.gate.url())).getStatus()).isEqualTo(status);
		assertThat(this.gate.received()).hasSize(1);
	}

	@Test
	void keepsTheStatusOfARejectionWhoseBodyBreaksOff() {
		this.gate.answers(ScriptedGate.resetInBody(403));
		assertThat(rejection(new TestClient(this.gate.url()))).hasMessageContaining("answered 403: Forbidden");
	}

	@Test
	void keepsTheStatusOfARejectionWhoseBodyNeverEnds() {
		this.gate.answers(ScriptedGate.stallInBody(402));
		assertThat(rejection(TestClient.withResponseTimeout(this.gate.url(), Duration.ofMillis(500))).getStatus())
			.isEqualTo(402);
	}

	@Test
	void keepsTheStatusOfARejectionWhoseBodyIsTooLarge() {
		this.gate.answers(ScriptedGate.endless(413));
		assertThat(rejection(new TestClient(this.gate.url())).getStatus()).isEqualTo(413);
	}

	private static VlunaRejectedException rejection(TestClient client) {
		try (client) {
			client.call().await();
			throw new AssertionError("Expected a rejection");
		}
		catch (VlunaRejectedException ex) {
			return ex;
		}
	}

	@Test
	void stopsWhenTheSubscriberCancels() {
		this.gate.answers(ScriptedGate.silence());
		try (TestClient client = new TestClient(this.gate.url())) {
			Disposable subscription = client.call().send().subscribe();
			await().until(() -> !this.gate.received().isEmpty());
			subscription.dispose();
			await().until(() -> this.gate.connections().stream().noneMatch(Channel::isOpen));
		}
		assertThat(this.gate.received()).hasSize(1);
	}

	@Test
	void healsConnectionsThatTheGateClosedWhileTheyWereIdle() {
		try (TestClient client = new TestClient(this.gate.url())) {
			IntStream.range(0, 20).forEach((round) -> {
				client.call().await();
				this.gate.connections().forEach(Channel::close);
			});
		}
		assertThat(this.gate.received()).hasSizeGreaterThanOrEqualTo(20);
	}

	@Test
	void usesConnectionsAgain() {
		try (TestClient client = new TestClient(this.gate.url())) {
			IntStream.range(0, 50).forEach((round) -> client.call().await());
		}
		// A caller may be faster than the return of its connection to the pool.
		assertThat(this.gate.connections()).hasSizeLessThan(10);
	}

	private static URI unusedAddress() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mgt/v1");
		}
	}

}
