package ai.vluna.spring.test.gate.management;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which part of a list is asked for.
 *
 * @param limit how many items
 * @param offset how many items come before
 */
record Page(int limit, int offset) {

	private static final int DEFAULT_LIMIT = 50;

	static Page of(Map<String, List<String>> query) {
		return new Page(number(query, "limit", DEFAULT_LIMIT), number(query, "cursor", 0));
	}

	private static int number(Map<String, List<String>> query, String name, int ifAbsent) {
		List<String> values = query.getOrDefault(name, List.of());
		if (values.isEmpty()) {
			return ifAbsent;
		}
		try {
			return Integer.parseUnsignedInt(values.get(0));
		}
		catch (NumberFormatException ex) {
			throw Refusal.invalid(name + " is not valid");
		}
	}

	Answer answer(List<? extends JsonNode> all) {
		int end = Math.min(all.size(), this.offset + Math.max(1, this.limit));
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		ArrayNode items = data.putArray("items");
		all.subList(Math.min(this.offset, end), end).forEach(items::add);
		data.put("next_cursor", (end < all.size()) ? Integer.toString(end) : null);
		return Answer.ok(data);
	}

	/**
	 * Answers that something was written.
	 * @param created whether it was not there before
	 * @param data what was written
	 * @return the answer
	 */
	static Answer written(boolean created, JsonNode data) {
		return (created) ? Answer.created(data) : Answer.ok(data);
	}

}
