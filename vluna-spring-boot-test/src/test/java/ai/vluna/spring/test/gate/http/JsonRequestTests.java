package ai.vluna.spring.test.gate.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonRequestTests {

	static Stream<String> beyondTheBoundsOfTheParser() {
		return Stream.of("[".repeat(501) + "]".repeat(501), "{\"a\":" + "9".repeat(1001) + "}", "[".repeat(1_000_000));
	}

	@ParameterizedTest
	@MethodSource("beyondTheBoundsOfTheParser")
	void refusesWhatIsBeyondTheBoundsOfTheParser(String body) {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> parse(body)).withMessageStartingWith("Body is not");
	}

	@Test
	void readsWhatIsWithinTheBoundsOfTheParser() {
		assertThat(parse("[".repeat(500) + "]".repeat(500)).isArray()).isTrue();
		assertThat(parse("{\"a\":" + "9".repeat(1000) + "}").path("a").isNumber()).isTrue();
	}

	private static JsonNode parse(String body) {
		return JsonRequest.parse(new ReceivedRequest(Endpoint.AUTHORIZE, "POST", "/",
				Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8)));
	}

}
