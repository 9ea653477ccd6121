package ai.vluna.integration.servlet;

import java.net.http.HttpResponse;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that bring a key.
 */
@ServletTest
@TestPropertySource(properties = "vluna.inbound-idempotency.enabled=true")
class InboundKeysTests {

	private final JsonMapper json = new JsonMapper();

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Browser browser;

	@Autowired
	private Texts texts;

	@BeforeEach
	void reset() {
		this.gate.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/void", "/future", "/mono", "/flux" })
	void theSameRequestIsDoneAndChargedOnce(String path) {
		int before = this.texts.started();
		assertThat(get("alice", path, "one", path).statusCode()).isEqualTo(200);
		assertConflict(get("alice", path, "one", path), "DONE");
		assertConflict(get("alice", path, "another", path), "OTHER_ARGUMENTS");
		assertThat(this.texts.started()).isEqualTo(before + 1);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasReceived(Endpoint.COMMIT, 1);
		assertThat(get("bob", path, "one", path).statusCode()).isEqualTo(200);
	}

	@Test
	void whatFailedIsTriedAgainUnderTheSameKeys() {
		assertThat(get("alice", "/failing/value", "one", "failing").statusCode()).isEqualTo(418);
		assertThat(get("alice", "/value", "one", "failing").statusCode()).isEqualTo(200);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 2)
			.hasReceived(Endpoint.CANCEL, 0)
			.hasReceived(Endpoint.COMMIT, 1);
	}

	@Test
	void requestsWithoutAKeyAreOperationsOfTheirOwn() {
		this.browser.get("alice", "/value", "one");
		this.browser.get("alice", "/value", "one");
		assertThat(this.gate).hasReceived(Endpoint.COMMIT, 2);
	}

	private HttpResponse<String> get(String user, String path, String text, String key) {
		return this.browser.get(user, path, text, "*/*", "Idempotency-Key", key);
	}

	private void assertConflict(HttpResponse<String> response, String reason) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(409);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		JsonNode problem = this.json.readTree(response.body());
		assertThat(problem.path("reason").asString()).isEqualTo(reason);
		assertThat(problem.path("feature").asString()).isEqualTo(CatalogueConfiguration.TEXT);
	}

}
