package ai.vluna.spring.client.http;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.http.ScriptedGate.Received;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.client.protocol.MeterLine;
import ai.vluna.spring.client.signing.RequestSigner;
import ai.vluna.spring.client.signing.ServiceKey;
import ai.vluna.spring.client.signing.SignableRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what {@link WebClientVlunaClient} sends.
 */
class WebClientVlunaClientTests {

	private static final Pattern AUTHORIZATION = Pattern
		.compile("SVC-AUTH keyId=(.+),sig=.+,ts=(.+),nonce=(.+),alg=HMAC-SHA256");

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-30T12:34:56.7Z"), ZoneOffset.UTC);

	private final ScriptedGate gate = new ScriptedGate();

	private final TestClient client = new TestClient(this.gate.url());

	@AfterEach
	void close() {
		this.client.close();
		this.gate.close();
	}

	@Test
	void sendsASignedRequest() {
		VlunaCall<AuthorizeResult> call = this.client.call();
		call.await();
		Received request = this.gate.onlyRequest();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.uri()).isEqualTo("/mgt/v1/gate/authorize").isEqualTo(call.path());
		assertThat(request.text()).isEqualTo("{\"feature_code\":\"llm.chat\",\"estimated_quantity_minor\":\"500\"}");
		assertThat(request.header("X-Realm-Id")).isEqualTo("realm-default");
		assertThat(request.header("X-Principal-Id")).isEqualTo("customer_123");
		assertThat(request.header("X-User-Id")).isEqualTo("user_456");
		assertThat(request.header("X-Billing-Account-Id")).isNull();
		assertThat(request.header("Idempotency-Key")).isEqualTo("auth-0001");
		assertThat(request.header("Content-Type")).isEqualTo("application/json");
		assertThat(request.header("Content-Length")).isEqualTo(String.valueOf(call.body().length));
		assertThat(request.header("Accept-Encoding")).isNull();
		assertThat(request.header("Content-Digest"))
			.isEqualTo("sha-256=:tMC7zmSFmNTDTHj2GvPeWQXkGS4SFTYjA+5DEkPoDi8=:");
		assertThatSignatureCoversWhatWasSent(request, TestClient.KEY);
	}

	@Test
	void sendsTheRequestOfTheWorkedVector() {
		VlunaClient vluna = new VlunaClientBuilder(WebClient.builder(), settings(this.gate.url()),
				() -> ServiceKey.of("pk-aB3dE4fG5hJ6kLmN", TestClient.SECRET))
			.clock(Clock.fixed(Instant.parse("2026-06-30T12:34:56.789Z"), ZoneOffset.UTC))
			.idGenerator(() -> "3f1c2a7e9b5d4c08a6e1f2d3c4b5a697")
			.build();
		vluna.gate()
			.authorize(TestClient.CONTEXT, new AuthorizeRequest("llm.chat", null, "500", null, Map.of()))
			.await();
		assertThat(this.gate.onlyRequest().header("Authorization"))
			.isEqualTo("SVC-AUTH keyId=pk-aB3dE4fG5hJ6kLmN,sig=izOMH9UCowg/K8EwPIyv6Icwpr3iEC1elJW5kj/hDjU=,"
					+ "ts=2026-06-30T12:34:56.789Z,nonce=3f1c2a7e9b5d4c08a6e1f2d3c4b5a697,alg=HMAC-SHA256");
	}

	@Test
	void sendsEveryOperationToItsPath() {
		this.gate.answers(ScriptedGate.json(200, "{\"ok\":true,\"data\":{\"commit_id\":\"c\"}}"),
				ScriptedGate.json(200, "{\"ok\":true,\"data\":{\"commit_id\":\"i\"}}"),
				ScriptedGate.json(200, "{\"ok\":true,\"data\":{\"cancelled\":true,\"released_cap\":\"0\"}}"));
		Map<String, String> labels = new TreeMap<>(Map.of("name", "K\u00e4ufer \u2713", "env", "test"));
		List<MeterLine> meters = List.of(new MeterLine("llm.paid.in", "1500"));
		assertThat(this.client.gate()
			.commit(TestClient.CONTEXT, new CommitRequest("lease.1.2", "llm.paid", "10", meters, labels))
			.await()
			.data()
			.commitId()).isEqualTo("c");
		assertThat(this.client.gate()
			.ingest(TestClient.CONTEXT,
					new IngestRequest("llm.paid", "10", List.of(), "2026-06-30T12:34:56Z", null, Map.of()))
			.await()
			.data()
			.commitId()).isEqualTo("i");
		assertThat(this.client.gate()
			.cancel(TestClient.CONTEXT, new CancelRequest("lease.1.2"))
			.await()
			.data()
			.cancelled()).isTrue();
		assertThat(this.gate.received()).extracting(Received::uri)
			.containsExactly("/mgt/v1/gate/commits", "/mgt/v1/gate/ingest", "/mgt/v1/gate/cancel");
		assertThat(this.gate.received()).extracting(Received::text)
			.containsExactly(
					"{\"lease_token\":\"lease.1.2\",\"feature_code\":\"llm.paid\",\"quantity_minor\":\"10\","
							+ "\"meters\":[{\"meter_code\":\"llm.paid.in\",\"quantity_minor\":\"1500\"}],"
							+ "\"labels\":{\"env\":\"test\",\"name\":\"K\u00e4ufer \u2713\"}}",
					"{\"feature_code\":\"llm.paid\",\"quantity_minor\":\"10\",\"occurred_at\":\"2026-06-30T12:34:56Z\"}",
					"{\"lease_token\":\"lease.1.2\"}");
		assertThat(this.gate.received())
			.allSatisfy((request) -> assertThatSignatureCoversWhatWasSent(request, TestClient.KEY));
	}

	@Test
	void sendsAndSignsTheAccountAndTheRequestIdItIsGiven() {
		String requestId = "0af7651916cd43dd8448eb211c80319c";
		VlunaResponse<AuthorizeResult> response = this.client.gate()
			.authorize(new CallContext("p", "u", "ba-1", "k", requestId),
					new AuthorizeRequest("llm.chat", null, null, null, Map.of()))
			.await();
		Received request = this.gate.onlyRequest();
		assertThat(request.header("X-Billing-Account-Id")).isEqualTo("ba-1");
		assertThat(request.header("X-Request-Id")).isEqualTo(requestId).isEqualTo(response.requestId());
		assertThatSignatureCoversWhatWasSent(request, TestClient.KEY);
	}

	@Test
	void makesARequestIdForEachCallButNotForEachAttempt() {
		this.gate.answers(ScriptedGate.empty(503), ScriptedGate.json(200, ScriptedGate.LEASE));
		VlunaCall<AuthorizeResult> first = this.client.call();
		VlunaCall<AuthorizeResult> second = this.client.call();
		first.await();
		second.await();
		assertThat(first.context().requestId()).matches("[0-9a-f]{32}").isNotEqualTo(second.context().requestId());
		assertThat(this.gate.received()).extracting((request) -> request.header("X-Request-Id"))
			.containsExactly(first.context().requestId(), first.context().requestId(), second.context().requestId());
	}

	@Test
	void sendsNothingBeforeItIsTold() {
		this.client.call().send();
		assertThat(this.gate.received()).isEmpty();
	}

	@Test
	void sendsTheSameBytesUnderTheSameKeyForEachSubscription() {
		VlunaCall<AuthorizeResult> call = this.client.call();
		call.await();
		call.await();
		assertThat(this.gate.received()).extracting(Received::text).hasSize(2).containsOnly(new String(call.body()));
		assertThat(this.gate.received()).extracting((request) -> request.header("Idempotency-Key"))
			.containsOnly("auth-0001");
		assertThat(this.gate.received()).extracting((request) -> request.header("Authorization"))
			.doesNotHaveDuplicates();
	}

	@Test
	void handsOutACopyOfTheBody() {
		VlunaCall<AuthorizeResult> call = this.client.call();
		call.body()[0] = 'X';
		call.await();
		assertThat(this.gate.onlyRequest().text()).startsWith("{");
	}

	@ParameterizedTest
	@CsvSource({ "'', /gate/authorize", "/, /gate/authorize", "/mgt/v1, /mgt/v1/gate/authorize",
			"/mgt/v1/, /mgt/v1/gate/authorize", "/a%20b/%C3%A4/mgt/v1, /a%20b/%C3%A4/mgt/v1/gate/authorize",
			"/a+b/~x;v=1/mgt/v1//, /a+b/~x;v=1/mgt/v1/gate/authorize" })
	void signsThePathThatItSends(String basePath, String path) {
		try (TestClient client = new TestClient(
				this.gate.url().resolve("/").resolve(basePath.isEmpty() ? "/" : basePath))) {
			VlunaCall<AuthorizeResult> call = client.call();
			call.await();
			assertThat(call.path()).isEqualTo(path);
			assertThat(this.gate.onlyRequest().uri()).isEqualTo(path);
			assertThatSignatureCoversWhatWasSent(this.gate.onlyRequest(), TestClient.KEY);
		}
	}

	@Test
	void asksForTheKeyOnEachAttempt() {
		ServiceKey rotated = ServiceKey.of("pk-new", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");
		AtomicInteger asked = new AtomicInteger();
		this.gate.answers(ScriptedGate.empty(503), ScriptedGate.json(200, ScriptedGate.LEASE));
		try (TestClient client = new TestClient(this.gate.url(), Duration.ofSeconds(5), 3,
				() -> (asked.getAndIncrement() == 0) ? TestClient.KEY : rotated)) {
			client.call().await();
		}
		assertThat(this.gate.received()).hasSize(2);
		assertThatSignatureCoversWhatWasSent(this.gate.received().get(0), TestClient.KEY);
		assertThatSignatureCoversWhatWasSent(this.gate.received().get(1), rotated);
	}

	@Test
	void stampsWithItsClockInMilliseconds() {
		VlunaClient vluna = new VlunaClientBuilder(WebClient.builder(), settings(this.gate.url()), () -> TestClient.KEY)
			.clock(CLOCK)
			.build();
		vluna.gate().cancel(TestClient.CONTEXT, new CancelRequest("lease.1.2")).send().onErrorComplete().block();
		assertThat(this.gate.received().get(0).header("Authorization")).contains(",ts=2026-06-30T12:34:56.700Z,");
	}

	@Test
	void tellsObservationsTheTemplateOfTheAddress() {
		List<Object> templates = new ArrayList<>();
		VlunaClient vluna = new VlunaClientBuilder(WebClient.builder().filter((request, next) -> {
			templates.add(request.attribute(WebClient.class.getName() + ".uriTemplate").orElse("none"));
			return next.exchange(request);
		}), settings(this.gate.url()), () -> TestClient.KEY).build();
		vluna.gate()
			.authorize(TestClient.CONTEXT, new AuthorizeRequest("llm.chat", null, null, null, Map.of()))
			.await();
		assertThat(templates).containsExactly("/mgt/v1/gate/authorize");
	}

	@Test
	void refusesWhatCannotBeSentBeforeAnythingIsSent() {
		GateOperations operations = this.client.gate();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> operations.authorize(new CallContext("customer ", "u", "k"),
					new AuthorizeRequest("llm.chat", null, null, null, Map.of())))
			.withMessageContaining("'principalId'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> operations.authorize(TestClient.CONTEXT,
					new AuthorizeRequest("llm.chat", null, "1.5", null, Map.of())))
			.withMessageContaining("'estimatedQuantityMinor' must be a decimal integer from 0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> operations.commit(TestClient.CONTEXT,
					new CommitRequest("lease.1.2", "llm.chat", "0", List.of(), Map.of())))
			.withMessageContaining("'quantityMinor'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> operations.ingest(TestClient.CONTEXT,
					new IngestRequest("llm.chat", "1", List.of(new MeterLine("m", "0")), null, null, Map.of())))
			.withMessageContaining("meter 'm'");
		assertThat(this.gate.connections()).isEmpty();
	}

	@Test
	void refusesARealmThatCannotBeSent() {
		VlunaClientSettings settings = new VlunaClientSettings(this.gate.url(), "r\u00e9alm", Duration.ofSeconds(1),
				Duration.ofSeconds(1), new RetrySettings(1, Duration.ZERO, Duration.ZERO));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new VlunaClientBuilder(WebClient.builder(), settings, () -> TestClient.KEY).build())
			.withMessageContaining("'realmId'");
	}

	@Test
	void describesACallWithoutItsBody() {
		VlunaCall<AuthorizeResult> call = this.client.call();
		assertThat(call)
			.hasToString("VlunaCall[path=/mgt/v1/gate/authorize, requestId=" + call.context().requestId() + "]");
	}

	static void assertThatSignatureCoversWhatWasSent(Received request, ServiceKey key) {
		String authorization = String.valueOf(request.header("Authorization"));
		Matcher parts = AUTHORIZATION.matcher(authorization);
		assertThat(parts.matches()).as(authorization).isTrue();
		assertThat(parts.group(1)).isEqualTo(key.id());
		SignableRequest signable = new SignableRequest(request.method(), request.uri(),
				RequestSigner.contentDigest(request.body()), request.header("Content-Type"),
				String.valueOf(request.header("X-Realm-Id")), request.header("X-Principal-Id"),
				request.header("X-User-Id"), request.header("X-Billing-Account-Id"),
				request.header("X-Billing-User-Id"), request.header("Idempotency-Key"));
		assertThat(RequestSigner.authorization(key, signable, parts.group(2), parts.group(3))).isEqualTo(authorization);
	}

	private static VlunaClientSettings settings(URI url) {
		return new VlunaClientSettings(url, "realm-default", Duration.ofSeconds(5), Duration.ofSeconds(5),
				new RetrySettings(1, Duration.ZERO, Duration.ZERO));
	}

}
