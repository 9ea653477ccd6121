package ai.vluna.spring.test.gate.transcript;

import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

/**
 * An answer with everything replaced that is new each time. Amounts, quantities, windows
 * and waits stay as they are: the replay sets the clock to the moment of the recording.
 */
final class Normalised {

	private Normalised() {
	}

	static Object of(JsonNode node) {
		if (node.isObject()) {
			Map<String, Object> fields = new TreeMap<>();
			node.properties().forEach((field) -> fields.put(field.getKey(), field(field.getKey(), field.getValue())));
			return fields;
		}
		if (node.isArray()) {
			return node.valueStream().map(Normalised::of).toList();
		}
		return (node.isString()) ? text(node.stringValue()) : node.toString();
	}

	private static Object field(String name, JsonNode value) {
		return switch (name) {
			case "as_of", "computed_at", "created_at", "effective_at", "expires_at", "updated_at" -> "<time>";
			case "delta_ms", "seconds" -> "<duration>";
			default -> of(value);
		};
	}

	private static String text(String text) {
		return '"' + text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>")
			.replaceAll("^lease\\.<uuid>\\.[0-9a-f]{16}$", "<token>")
			.replaceAll("^[0-9a-f]{64}$", "<fingerprint>")
			.replaceAll("^cancel_[0-9a-z]+$", "<trace>") + '"';
	}

}
