package ai.vluna.spring.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

import ai.vluna.spring.client.http.ScriptedGate.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers that a real gate gave, and the requests that it gave them to.
 */
final class Recorded {

	private static final JsonNode ALL = read();

	private Recorded() {
	}

	static Answer answer(String name) {
		return ScriptedGate.json(exchange(name).path("status").asInt(), body(name));
	}

	static String body(String name) {
		return exchange(name).path("body").toString();
	}

	static JsonNode request(String name) {
		return exchange(name).path("request");
	}

	static String path(String name) {
		return exchange(name).path("path").asString();
	}

	private static JsonNode exchange(String name) {
		JsonNode exchange = ALL.path(name);
		if (exchange.isMissingNode()) {
			throw new IllegalArgumentException("There is no recording '" + name + "'");
		}
		return exchange;
	}

	private static JsonNode read() {
		try (InputStream stream = Recorded.class.getResourceAsStream("recorded-answers.json")) {
			return JsonMapper.shared().readTree(Objects.requireNonNull(stream));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
