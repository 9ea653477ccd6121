package ai.vluna.spring.client.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.http.ScriptedGate.Answer;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.BatchCommitRequest;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.client.protocol.LimitsQuery;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what callers see while the gate is away, over real connections and with a
 * circuit that opens after four calls.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutageTests {

	private static final String LEASE_TOKEN = "lease.00000000-0000-0000-0000-000000000001.x";

	private static final Answer LEASE = ScriptedGate.json(200, ScriptedGate.LEASE);

	private static final Answer NEWCOMER = ScriptedGate.error(500, "SERVER.UNEXPECTED", "Internal server error");

	private static final Answer DENIAL = ScriptedGate.error(402, "LIMIT.QUOTA_EXCEEDED", "quota exceeded");

	private final CircuitBreaker breaker = CircuitBreaker.of("test",
			CircuitBreakerConfig.custom()
				.slidingWindow(4, 4, SlidingWindowType.COUNT_BASED)
				.waitDurationInOpenState(Duration.ofHours(1))
				.permittedNumberOfCallsInHalfOpenState(2)
				.build());

	private final ScriptedGate gate = new ScriptedGate();

	@AfterEach
	void close() {
		this.gate.close();
	}

	@Test
	void askNobodyOnceConnectionsWereRefused() throws IOException {
		try (TestClient client = client(unusedAddress(), 2)) {
			failToAuthorize(client, 4);
			assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(() -> call(client, "acme").await())
				.matches((ex) -> !ex.isSent())
				.withMessageMatching("POST http://\\S+/gate/authorize was not answered: circuit open until \\S+Z "
						+ "\\(request id [0-9a-f]{32}\\)");
		}
	}

	@Test
	void askNobodyOnceTheGateWasSilent() {
		this.gate.answers(ScriptedGate.silence());
		try (TestClient client = client(this.gate.url(), Duration.ofMillis(100), 1)) {
			Flux.range(0, 4)
				.flatMap((i) -> call(client, "acme").send().onErrorComplete())
				.blockLast(Duration.ofSeconds(20));
			int asked = this.gate.received().size();
			assertThat(asked).isEqualTo(4);
			failToAuthorize(client, 100);
			assertThat(this.gate.received()).hasSize(asked);
		}
	}

	@Test
	void holdBackEveryRequestThatMovesMoneyAndNoOther() {
		try (TestClient client = client(this.gate.url(), 1)) {
			this.breaker.transitionToOpenState();
			CallContext context = TestClient.CONTEXT;
			List<VlunaCall<?>> calls = List.of(call(client, "acme"),
					client.gate().commit(context, new CommitRequest("lease.1.2", "llm.chat", "1", List.of(), Map.of())),
					client.gate().cancel(context, new CancelRequest("lease.1.2")),
					client.gate()
						.ingest(context,
								new IngestRequest("llm.chat", "1", List.of(), "2026-03-01T12:00:00Z", null, Map.of())),
					client.gate()
						.commitBatch(context, new BatchCommitRequest(List.of(new BatchCommitRequest.Item("item-1",
								LEASE_TOKEN, "llm.chat", "1", List.of(), Map.of())))));
			assertThat(calls)
				.allSatisfy((call) -> assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(call::await)
					.withMessageContaining("circuit open"));
			assertThat(this.gate.received()).isEmpty();
			this.gate.answers(ScriptedGate.json(200, "{\"ok\":true,\"code\":\"OK\",\"data\":[]}"));
			assertThat(client.gate().limits(context, LimitsQuery.ofFeatures("llm.chat")).await().data()).isEmpty();
		}
	}

	@Test
	void recoverWithTheFirstAnswers() {
		this.gate.answers(ScriptedGate.hangUp());
		try (TestClient client = client(this.gate.url(), 1)) {
			failToAuthorize(client, 5);
			assertThat(this.gate.received()).hasSize(4);
			this.gate.answers(LEASE);
			this.breaker.transitionToHalfOpenState();
			call(client, "acme").await();
			call(client, "acme").await();
			assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
		}
	}

	@Test
	void newCustomersNeverOpenTheCircuit() {
		try (TestClient client = client(this.gate.url(), 3)) {
			for (int i = 0; i < 200; i++) {
				this.gate.answers(NEWCOMER, LEASE);
				assertThat(call(client, "customer-" + i).await().data().leaseToken()).isNotEmpty();
			}
		}
		assertThat(this.breaker.getMetrics().getNumberOfFailedCalls()).isZero();
		assertThat(this.gate.received()).hasSize(400);
	}

	@Test
	void newCustomersNeverOpenTheCircuitEvenWithoutRetries() {
		this.gate.answers(NEWCOMER);
		try (TestClient client = client(this.gate.url(), 1)) {
			for (int i = 0; i < 200; i++) {
				VlunaCall<?> call = call(client, "customer-" + i);
				assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(call::await)
					.matches(VlunaUnavailableException::isSent);
			}
		}
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
		assertThat(this.gate.received()).hasSize(200);
	}

	@Test
	void serverErrorsThatStayOpenTheCircuit() {
		this.gate.answers(ScriptedGate.text(503, "text/plain", "try later"));
		try (TestClient client = client(this.gate.url(), 3)) {
			failToAuthorize(client, 10);
		}
		assertThat(this.gate.received()).hasSize(12);
	}

	@Test
	void denialsNeverOpenTheCircuit() {
		this.gate.answers(DENIAL);
		try (TestClient client = client(this.gate.url(), 3)) {
			for (int i = 0; i < 50; i++) {
				assertThatExceptionOfType(VlunaRejectedException.class).isThrownBy(() -> call(client, "acme").await());
			}
		}
		assertThat(this.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(4);
	}

	@Test
	void callersWhoLeaveTakeNoPermissionWithThem() {
		this.gate.answers(ScriptedGate.silence());
		try (TestClient client = client(this.gate.url(), 1)) {
			this.breaker.transitionToOpenState();
			this.breaker.transitionToHalfOpenState();
			for (int i = 1; i <= 20; i++) {
				int asked = i;
				Disposable caller = call(client, "acme").send().subscribe();
				await().until(() -> this.gate.received().size() == asked);
				caller.dispose();
			}
			this.gate.answers(LEASE);
			call(client, "acme").await();
			call(client, "acme").await();
		}
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	@Test
	void aRepeatedCallSaysNothingNew() {
		this.gate.answers(ScriptedGate.hangUp());
		try (TestClient client = client(this.gate.url(), 1)) {
			VlunaCall<?> poisonous = call(client, "acme");
			for (int i = 0; i < 50; i++) {
				assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(poisonous::await);
			}
		}
		assertThat(this.gate.received()).hasSize(50);
		assertThat(this.breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
	}

	private static void failToAuthorize(TestClient client, int times) {
		for (int i = 0; i < times; i++) {
			assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(() -> call(client, "acme").await());
		}
	}

	private static VlunaCall<AuthorizeResult> call(TestClient client, String principal) {
		return client.gate()
			.authorize(new CallContext(principal, "alice", "auth-0001"),
					new AuthorizeRequest("llm.chat", null, null, null, Map.of()));
	}

	private TestClient client(URI url, int maxAttempts) {
		return client(url, Duration.ofSeconds(5), maxAttempts);
	}

	private TestClient client(URI url, Duration responseTimeout, int maxAttempts) {
		return new TestClient(url, responseTimeout, maxAttempts, () -> TestClient.KEY,
				new CircuitBreakerGateCircuit(this.breaker));
	}

	private static URI unusedAddress() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mgt/v1");
		}
	}

}
