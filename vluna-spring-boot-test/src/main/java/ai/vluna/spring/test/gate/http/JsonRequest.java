package ai.vluna.spring.test.gate.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads bodies the way the server's web framework does, before anybody asks who sent
 * them.
 */
final class JsonRequest {

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private JsonRequest() {
	}

	static JsonNode parse(ReceivedRequest request) {
		String contentType = request.headers().getOrDefault("content-type", "undefined");
		String mediaType = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
		if (mediaType.equals("text/plain")) {
			return MissingNode.getInstance();
		}
		if (!mediaType.equals("application/json")) {
			throw Refusal.of(415, "SERVER.UNEXPECTED", "Unsupported Media Type: " + contentType);
		}
		String text = new String(request.body(), StandardCharsets.UTF_8);
		if (text.isEmpty()) {
			throw badRequest("Body cannot be empty when content-type is set to 'application/json'");
		}
		return parse((text.startsWith(BYTE_ORDER_MARK)) ? text.substring(1) : text);
	}

	private static JsonNode parse(String text) {
		try {
			JsonNode json = MAPPER.readTree(text);
			if (!json.isMissingNode() && !json.has("__proto__")) {
				return json;
			}
		}
		catch (JacksonException ex) {
			// The server gives no detail either.
		}
		throw badRequest("Body is not valid JSON but content-type is set to 'application/json'");
	}

	private static Refusal badRequest(String message) {
		return Refusal.of(400, "VALIDATION.INVALID_INPUT", message).closing();
	}

}
