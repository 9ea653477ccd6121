package ai.vluna.spring.client.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ContainerNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes random bodies, and wrong ones from right ones. The same chance makes the same
 * bodies.
 */
final class Mutations {

	private static final List<String> NAMES = List.of("ok", "code", "message", "hints", "data", "meta", "type", "items",
			"next_cursor", "lease_token", "commit_id", "cancelled", "lines", "status", "index", "quotas", "pricing",
			"balances", "budget_id", "rows", "", "\u0000", "__proto__", "@class");

	private static final List<String> TEXTS = List.of("", " ", "OK", "SERVER.CONFIG", "rate.limit", "-1", "1e999999999",
			"\ud800", "\u0000\u001b[31m", "\r\nX-Evil: 1", "\ufeff", "NaN", "9".repeat(400), "x".repeat(70_000));

	private static final List<String> LITERALS = List.of("1e999999999", "-1E-999999999", "0.1", "NaN", "Infinity",
			"9".repeat(1200), "9223372036854775808", "00", "+1", ".5", "0x10", "'a'", "undefined", "nul", "tru",
			"\"\\ud83d\"", "\"\\x\"", "// comment", "[" + "[".repeat(2000), "{\"a\":".repeat(2000), ",,", "}", "]");

	private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE,
			StandardCharsets.ISO_8859_1, Charset.forName("UTF-32"));

	private final Random random;

	Mutations(Random random) {
		this.random = random;
	}

	byte[] body(List<String> seeds) {
		return switch (this.random.nextInt(8)) {
			case 0 -> randomBytes(this.random.nextInt(200));
			case 1 -> value(0).toString().getBytes(StandardCharsets.UTF_8);
			case 2 -> pick(seeds).getBytes(pick(CHARSETS));
			case 3, 4 -> mutatedBytes(pick(seeds).getBytes(StandardCharsets.UTF_8));
			case 5 -> withLiteral(pick(seeds)).getBytes(StandardCharsets.UTF_8);
			default -> mutatedTree(pick(seeds)).getBytes(StandardCharsets.UTF_8);
		};
	}

	byte[] randomBytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	byte[] mutatedBytes(byte[] original) {
		byte[] bytes = original.clone();
		for (int i = this.random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
			int at = this.random.nextInt(bytes.length);
			bytes = switch (this.random.nextInt(4)) {
				case 0 -> flipped(bytes, at);
				case 1 -> concat(bytes, 0, at, bytes, at, 0);
				case 2 -> concat(bytes, 0, at, bytes, at + 1, bytes.length);
				default -> concat(bytes, 0, bytes.length, bytes, at, bytes.length);
			};
		}
		return bytes;
	}

	private byte[] flipped(byte[] bytes, int at) {
		bytes[at] = (byte) this.random.nextInt(256);
		return bytes;
	}

	private static byte[] concat(byte[] first, int from, int to, byte[] second, int secondFrom, int secondTo) {
		int length = Math.max(0, secondTo - secondFrom);
		byte[] bytes = new byte[to - from + length];
		System.arraycopy(first, from, bytes, 0, to - from);
		if (length > 0) {
			System.arraycopy(second, secondFrom, bytes, to - from, length);
		}
		return bytes;
	}

	private String withLiteral(String json) {
		int colon = json.indexOf(':', this.random.nextInt(json.length()));
		return (colon < 0) ? json + pick(LITERALS)
				: json.substring(0, colon + 1) + pick(LITERALS) + json.substring(colon + 1);
	}

	private String mutatedTree(String json) {
		JsonNode root = JsonMapper.shared().readTree(json);
		List<ContainerNode<?>> containers = new ArrayList<>();
		collect(root, containers);
		for (int i = this.random.nextInt(3); i >= 0; i--) {
			mutate(pick(containers));
		}
		return root.toString();
	}

	private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
		if (node instanceof ContainerNode<?> container) {
			containers.add(container);
			container.forEach((child) -> collect(child, containers));
		}
	}

	private void mutate(ContainerNode<?> container) {
		if (container instanceof ObjectNode object) {
			List<String> names = new ArrayList<>(object.propertyNames());
			String name = (names.isEmpty() || this.random.nextInt(5) == 0) ? pick(NAMES) : pick(names);
			if (this.random.nextInt(4) == 0) {
				object.remove(name);
			}
			else {
				object.set(name, value(0));
			}
		}
		else if (container instanceof ArrayNode array) {
			array.insert(this.random.nextInt(array.size() + 1), value(0));
		}
	}

	private JsonNode value(int depth) {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		return switch (this.random.nextInt((depth < 4) ? 9 : 6)) {
			case 0 -> nodes.nullNode();
			case 1 -> nodes.booleanNode(this.random.nextBoolean());
			case 2 -> nodes.numberNode(this.random.nextLong());
			case 3 -> nodes.numberNode(this.random.nextInt(3) - 1);
			case 4 -> nodes.numberNode(this.random.nextGaussian() * 1e18);
			case 5, 6 -> nodes.stringNode(pick(TEXTS));
			case 7 -> array(depth);
			default -> object(depth);
		};
	}

	private JsonNode array(int depth) {
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			array.add(value(depth + 1));
		}
		return array;
	}

	private JsonNode object(int depth) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			object.set(pick(NAMES), value(depth + 1));
		}
		return object;
	}

	<T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

}
