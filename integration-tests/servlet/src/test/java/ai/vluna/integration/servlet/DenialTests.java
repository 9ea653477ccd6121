package ai.vluna.integration.servlet;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
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
import org.springframework.http.MediaType;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the client of an application sees of denials.
 */
@ServletTest
class DenialTests {

	private static final List<String> SHAPES = List.of("/value", "/void", "/future", "/mono", "/flux", "/async/future");

	private static final List<String> ACCEPTED = List.of(MediaType.ALL_VALUE, MediaType.APPLICATION_JSON_VALUE,
			MediaType.TEXT_EVENT_STREAM_VALUE, MediaType.TEXT_HTML_VALUE);

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
		HttpResponse<String> response = this.browser.get("dave", path, "denied", accept);
		JsonNode problem = problem(response, 402);
		assertThat(problem.path("reason").asString()).isEqualTo("QUOTA");
		assertThat(problem.path("feature").asString()).isEqualTo(CatalogueConfiguration.TEXT);
		assertThat(problem.path("instance").asString()).isEqualTo(path);
		assertThat(this.texts.started()).isEqualTo(before);
		assertThat(this.gate).hasEmptyLedger().hasReceived(Endpoint.AUTHORIZE, 1);
	}

	@ParameterizedTest
	@CsvSource({ "dave, 402, QUOTA", "bella, 402, BALANCE", "erin, 403, ENTITLEMENT", "fred, 403, USER_DISABLED" })
	void saysWhy(String user, int status, String reason) {
		assertThat(problem(this.browser.get(user, "/value", "denied"), status).path("reason").asString())
			.isEqualTo(reason);
		assertThat(problem(this.browser.get(user, "/flux", "denied", "text/event-stream"), status).path("reason")
			.asString()).isEqualTo(reason);
	}

	@Test
	void saysWhenToComeBack() {
		assertThat(this.browser.get("alice", "/rare", "once").statusCode()).isEqualTo(200);
		HttpResponse<String> response = this.browser.get("alice", "/rare", "twice");
		JsonNode problem = problem(response, 429);
		assertThat(problem.path("reason").asString()).isEqualTo("RATE_LIMIT");
		assertThat(problem.path("hints").path(0).path("type").asString()).isEqualTo("rate.limit");
		long seconds = response.headers().firstValueAsLong("Retry-After").orElseThrow();
		assertThat(Duration.ofSeconds(seconds)).isPositive().isLessThanOrEqualTo(Duration.ofHours(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/void", "/future", "/mono", "/flux" })
	void answersThatTheGateIsOutOfReach(String path) {
		this.gate.on(Endpoint.AUTHORIZE).always(Fault.dropBeforeProcessing());
		int before = this.texts.started();
		JsonNode problem = problem(this.browser.get("alice", path, "nobody there", "text/event-stream"), 503);
		assertThat(problem.path("type").asString()).endsWith(":unavailable");
		assertThat(this.texts.started()).isEqualTo(before);
		assertThat(this.gate).hasEmptyLedger();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/value", "/flux" })
	void blamesNoCustomerForOurMistakes(String path) {
		this.gate.catalogue(GateCatalogue.builder().build());
		JsonNode problem = problem(this.browser.get("alice", path, "no such feature"), 503);
		assertThat(problem.path("type").asString()).endsWith(":misconfigured");
		assertThat(problem.toString()).doesNotContain("feature not found");
	}

	@ParameterizedTest
	@CsvSource({ "/own/value, */*", "/own/flux, text/event-stream", "/own/flux, application/json" })
	void leavesDenialsToAHandlerThatNamesThem(String path, String accept) {
		HttpResponse<String> response = this.browser.get("dave", path, "denied", accept);
		assertThat(response.statusCode()).isEqualTo(451);
		assertThat(response.body()).contains("no more text");
	}

	@Test
	void answersWhatThatHandlerDoesNotName() {
		this.gate.on(Endpoint.AUTHORIZE).always(Fault.dropBeforeProcessing());
		problem(this.browser.get("alice", "/own/value", "nobody there"), 503);
	}

	private JsonNode problem(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		JsonNode problem = this.json.readTree(response.body());
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("title").asString()).isNotBlank();
		return problem;
	}

}
