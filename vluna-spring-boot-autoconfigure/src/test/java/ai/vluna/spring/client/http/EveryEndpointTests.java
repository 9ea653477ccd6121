package ai.vluna.spring.client.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.http.ScriptedGate.Received;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for requests to endpoints that have no typed method.
 */
class EveryEndpointTests {

	private static final String DIGEST_OF_NOTHING = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";

	private static final String FEATURE = "{\"ok\":true,\"code\":\"OK\",\"data\":{\"feature_id\":\"f-1\",\"new\":1}}";

	private final ScriptedGate gate = new ScriptedGate();

	private final TestClient testClient = new TestClient(this.gate.url());

	private final VlunaClient client = this.testClient.client();

	@AfterEach
	void close() {
		this.testClient.close();
		this.gate.close();
	}

	@Test
	void readsWithoutBodyAndKey() {
		this.gate.answers(ScriptedGate.json(200, FEATURE));
		VlunaCall<Feature> call = this.client.call(CallContext.ofUser("acme", "alice").withIdempotencyKey("k"),
				VlunaRequest.get("/features/{feature_id}", "f-1"), Feature.class);
		VlunaResponse<Feature> response = call.await();
		assertThat(response.data()).isEqualTo(new Feature("f-1"));
		Received request = this.gate.onlyRequest();
		assertThat(request.method()).isEqualTo("GET");
		assertThat(request.uri()).isEqualTo("/mgt/v1/features/f-1").isEqualTo(call.path());
		assertThat(request.body()).isEmpty();
		assertThat(call.body()).isEmpty();
		assertThat(request.header("Content-Digest")).isEqualTo(DIGEST_OF_NOTHING);
		assertThat(request.header("Content-Type")).isNull();
		assertThat(request.header("Content-Length")).isNull();
		assertThat(request.header("Transfer-Encoding")).isNull();
		assertThat(request.header("Idempotency-Key")).isNull();
		assertThat(request.header("X-Principal-Id")).isEqualTo("acme");
		assertThat(request.header("X-User-Id")).isEqualTo("alice");
		assertThat(request.header("X-Realm-Admin")).isNull();
		WebClientVlunaClientTests.assertThatSignatureCoversWhatWasSent(request, TestClient.KEY);
	}

	@Test
	void signsTheQueryThatItSends() {
		VlunaCall<?> call = this.client.call(CallContext.ofRealm(),
				VlunaRequest.get("/features/{a}/x:y/{b}", "a/b", "\u00e4 ?#%+")
					.query("feature_code", "llm.chat", "a/b@c:d")
					.query("q", "\u2713 &=+%#")
					.query("limit", 7),
				Object.class);
		call.await();
		Received request = this.gate.onlyRequest();
		assertThat(request.uri())
			.isEqualTo("/mgt/v1/features/a%2Fb/x:y/%C3%A4%20%3F%23%25%2B?feature_code=llm.chat"
					+ "&feature_code=a%2Fb%40c%3Ad&q=%E2%9C%93%20%26%3D%2B%25%23&limit=7")
			.isEqualTo(call.path());
		WebClientVlunaClientTests.assertThatSignatureCoversWhatWasSent(request, TestClient.KEY);
	}

	@Test
	void speaksForTheRealmWithoutASubject() {
		this.client
			.call(CallContext.ofRealm().withIdempotencyKey("k-1").asRealmAdmin(),
					VlunaRequest.post("/features").body(Map.of("feature_code", "llm.chat")), Feature.class)
			.await();
		Received request = this.gate.onlyRequest();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.text()).isEqualTo("{\"feature_code\":\"llm.chat\"}");
		assertThat(request.header("Content-Type")).isEqualTo("application/json");
		assertThat(request.header("Idempotency-Key")).isEqualTo("k-1");
		assertThat(request.header("X-Realm-Admin")).isEqualTo("true");
		assertThat(request.header("X-Principal-Id")).isNull();
		assertThat(request.header("X-User-Id")).isNull();
		WebClientVlunaClientTests.assertThatSignatureCoversWhatWasSent(request, TestClient.KEY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH" })
	void sendsAnEmptyObjectWhereTheGateInsistsOnABody(String method) {
		this.client.call(CallContext.ofRealm().withIdempotencyKey("k"), request(method), Feature.class).await();
		assertThat(this.gate.onlyRequest().method()).isEqualTo(method);
		assertThat(this.gate.onlyRequest().text()).isEqualTo("{}");
		WebClientVlunaClientTests.assertThatSignatureCoversWhatWasSent(this.gate.onlyRequest(), TestClient.KEY);
	}

	@Test
	void deletesWithAndWithoutBody() {
		this.client.call(CallContext.ofRealm(), VlunaRequest.delete("/features/{id}", 7), Object.class).await();
		this.client.call(CallContext.ofRealm(), VlunaRequest.delete("/features").body(List.of(1, 2)), Object.class)
			.await();
		assertThat(this.gate.received()).extracting(Received::method).containsOnly("DELETE");
		assertThat(this.gate.received()).extracting(Received::text).containsExactly("", "[1,2]");
		assertThat(this.gate.received()).allSatisfy(
				(request) -> WebClientVlunaClientTests.assertThatSignatureCoversWhatWasSent(request, TestClient.KEY));
	}

	@Test
	void decodesWhateverTypeIsAskedFor() {
		this.gate.answers(ScriptedGate.json(200, FEATURE),
				ScriptedGate.json(200, "{\"ok\":true,\"data\":[{\"feature_id\":\"f-2\"}]}"));
		assertThat(this.client.call(CallContext.ofRealm(), VlunaRequest.get("/x"), Object.class).await().data())
			.isEqualTo(Map.of("feature_id", "f-1", "new", 1));
		assertThat(this.client
			.call(CallContext.ofRealm(), VlunaRequest.get("/x"), new ParameterizedTypeReference<List<Feature>>() {
			})
			.await()
			.data()).containsExactly(new Feature("f-2"));
	}

	@Test
	void repeatsWhatDoesNoHarm() {
		assertThat(attempts(VlunaRequest.get("/x"), CallContext.ofRealm())).isEqualTo(3);
		assertThat(attempts(VlunaRequest.put("/x"), CallContext.ofRealm())).isEqualTo(3);
		assertThat(attempts(VlunaRequest.delete("/x"), CallContext.ofRealm())).isEqualTo(3);
		assertThat(attempts(VlunaRequest.post("/x").repeatable(), CallContext.ofRealm())).isEqualTo(3);
		assertThat(attempts(VlunaRequest.patch("/x"), CallContext.ofRealm().withIdempotencyKey("k"))).isEqualTo(3);
		assertThat(this.gate.received()).extracting((request) -> request.header("Authorization"))
			.doesNotHaveDuplicates();
	}

	@Test
	void doesNotRepeatAWriteThatTheGateCouldNotRecogniseAgain() {
		assertThat(attempts(VlunaRequest.post("/x"), CallContext.ofRealm())).isOne();
		assertThat(attempts(VlunaRequest.patch("/x"), CallContext.ofRealm())).isOne();
	}

	private int attempts(VlunaRequest request, CallContext context) {
		int before = this.gate.received().size();
		this.gate.answers(ScriptedGate.empty(503));
		assertThatExceptionOfType(VlunaUnavailableException.class)
			.isThrownBy(() -> this.client.call(context, request, Object.class).await());
		return this.gate.received().size() - before;
	}

	@Test
	void namesWhatWasRefusedWithoutItsQuery() {
		this.gate.answers(ScriptedGate.error(404, "RESOURCE.NOT_FOUND", "feature not found"));
		assertThatExceptionOfType(VlunaRejectedException.class)
			.isThrownBy(() -> this.client
				.call(CallContext.ofRealm(), VlunaRequest.get("/features/{id}", "f/1").query("q", "1"), Object.class)
				.await())
			.withMessageStartingWith(
					"GET %s/features/f%%2F1 answered 404 RESOURCE.NOT_FOUND: feature not found (request id ",
					this.gate.url());
	}

	@Test
	void tellsObservationsTheTemplateOfThePath() {
		List<Object> templates = new ArrayList<>();
		VlunaClient observed = new VlunaClientBuilder(WebClient.builder().filter((request, next) -> {
			templates.add(request.attribute(WebClient.class.getName() + ".uriTemplate").orElse("none"));
			return next.exchange(request);
		}), new VlunaClientSettings(this.gate.url(), "realm-default", Duration.ofSeconds(5), Duration.ofSeconds(5),
				new RetrySettings(1, Duration.ZERO, Duration.ZERO)), () -> TestClient.KEY)
			.build();
		observed.call(CallContext.ofRealm(), VlunaRequest.get("/features/{id}", "f-1").query("a", "b"), Object.class)
			.await();
		assertThat(templates).containsExactly("/mgt/v1/features/{id}");
	}

	@Test
	void refusesAContextThatCannotBeSent() {
		VlunaRequest request = VlunaRequest.get("/x");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.call(CallContext.ofUser("acme ", "alice"), request, Object.class))
			.withMessageContaining("'principalId'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.call(CallContext.ofUser("acme", ""), request, Object.class))
			.withMessageContaining("'userId'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.call(CallContext.ofRealm().withRequestId("\n"), request, Object.class))
			.withMessageContaining("'requestId'");
		assertThat(this.gate.connections()).isEmpty();
	}

	private static VlunaRequest request(String method) {
		return switch (method) {
			case "POST" -> VlunaRequest.post("/x");
			case "PUT" -> VlunaRequest.put("/x");
			default -> VlunaRequest.patch("/x");
		};
	}

	record Feature(@JsonProperty("feature_id") String id) {

	}

}
