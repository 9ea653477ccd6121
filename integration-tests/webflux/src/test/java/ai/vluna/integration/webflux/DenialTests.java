package ai.vluna.integration.webflux;

import java.util.List;
import java.util.stream.Stream;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the client of a reactive application sees of denials.
 */
@ReactiveTest
class DenialTests {

	private static final List<String> SHAPES = List.of("/mono", "/retried", "/blocking-mono", "/flux", "/reporting",
			"/mono-elsewhere", "/functional/mono", "/functional/body", "/functional/flux");

	private static final List<String> ACCEPTED = List.of(MediaType.ALL_VALUE, MediaType.APPLICATION_JSON_VALUE,
			MediaType.TEXT_EVENT_STREAM_VALUE);

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

	static Stream<Arguments> shapesAndTypes() {
		return SHAPES.stream().flatMap((path) -> ACCEPTED.stream().map((accept) -> Arguments.of(path, accept)));
	}

	@ParameterizedTest
	@MethodSource("shapesAndTypes")
	void answersWithAProblemWhateverTheClientAskedFor(String path, String accept) {
		int before = this.texts.started();
		JsonNode problem = problem(this.browser.get("dave", path, "denied", accept), 402);
		assertThat(problem.path("reason").asString()).isEqualTo("QUOTA");
		assertThat(problem.path("feature").asString()).isEqualTo(CatalogueConfiguration.TEXT);
		assertThat(problem.path("instance").asString()).isEqualTo(path);
		assertThat(this.texts.started()).isEqualTo(before);
		assertThat(this.gate).hasEmptyLedger().hasReceived(Endpoint.AUTHORIZE, 1);
	}

	@ParameterizedTest
	@CsvSource({ "dave, 402, QUOTA", "bella, 402, BALANCE", "erin, 403, ENTITLEMENT", "fred, 403, USER_DISABLED" })
	void saysWhy(String user, int status, String reason) {
		for (String path : SHAPES) {
			assertThat(problem(this.browser.get(user, path, "denied"), status).path("reason").asString())
				.isEqualTo(reason);
		}
	}

	@Test
	void saysWhenToComeBack() {
		assertThat(this.browser.get("alice", "/rare", "once").getStatusCode().value()).isEqualTo(200);
		ResponseEntity<String> response = this.browser.get("alice", "/rare", "twice");
		assertThat(problem(response, 429).path("reason").asString()).isEqualTo("RATE_LIMIT");
		assertThat(Long.parseLong(String.valueOf(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER))))
			.isBetween(1L, 3600L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/flux", "/functional/body", "/functional/flux" })
	void answersThatTheGateIsOutOfReach(String path) {
		this.gate.on(Endpoint.AUTHORIZE).always(Fault.dropBeforeProcessing());
		int before = this.texts.started();
		JsonNode problem = problem(this.browser.get("alice", path, "nobody there", "text/event-stream"), 503);
		assertThat(problem.path("type").asString()).endsWith(":unavailable");
		assertThat(this.texts.started()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource({ "/own/mono, */*", "/own/flux, application/json", "/own/flux, text/event-stream" })
	void leavesDenialsToAHandlerThatNamesThem(String path, String accept) {
		ResponseEntity<String> response = this.browser.get("dave", path, "denied", accept);
		assertThat(response.getStatusCode().value()).isEqualTo(451);
		assertThat(response.getBody()).contains("no more text");
	}

	private JsonNode problem(ResponseEntity<String> response, int status) {
		assertThat(response.getStatusCode().value()).as(response.getBody()).isEqualTo(status);
		assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		JsonNode problem = this.json.readTree(response.getBody());
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		return problem;
	}

}
