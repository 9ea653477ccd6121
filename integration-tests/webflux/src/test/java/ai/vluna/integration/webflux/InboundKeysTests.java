package ai.vluna.integration.webflux;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.TestPropertySource;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that bring a key to a reactive application.
 */
@ReactiveTest
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
	@ValueSource(strings = { "/mono", "/blocking-mono", "/flux", "/reporting", "/mono-elsewhere", "/functional/mono",
			"/functional/body", "/functional/flux" })
	void theSameRequestIsDoneAndChargedOnce(String path) {
		int before = this.texts.started();
		assertThat(get("alice", path, "one").getStatusCode().value()).isEqualTo(200);
		assertConflict(get("alice", path, "one"), "DONE");
		assertConflict(get("alice", path, "another"), "OTHER_ARGUMENTS");
		assertThat(this.texts.started()).isEqualTo(before + 1);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasReceived(Endpoint.COMMIT, 1);
	}

	private ResponseEntity<String> get(String user, String path, String text) {
		return this.browser.get(user, path, text, "*/*", "Idempotency-Key", path);
	}

	private void assertConflict(ResponseEntity<String> response, String reason) {
		assertThat(response.getStatusCode().value()).as(response.getBody()).isEqualTo(409);
		assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		JsonNode problem = this.json.readTree(response.getBody());
		assertThat(problem.path("reason").asString()).isEqualTo(reason);
	}

}
