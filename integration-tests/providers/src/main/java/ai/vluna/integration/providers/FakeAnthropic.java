package ai.vluna.integration.providers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's messages. A stream tells its input in {@code message_start} and everything
 * in {@code message_delta}; the input excludes what a cache had to do with.
 */
public final class FakeAnthropic extends FakeProvider {

	private static final String TOOL_USE = "tool_use";

	private FakeAnthropic() {
	}

	/**
	 * Start a provider on any free port.
	 * @return the provider
	 */
	public static FakeAnthropic start() {
		return new FakeAnthropic();
	}

	@Override
	public String baseUrl() {
		return root().toString();
	}

	@Override
	JsonNode whole(ProviderRequest request, Completion completion) {
		ObjectNode message = message(request);
		ArrayNode content = message.putArray("content");
		if (!completion.pieces().isEmpty()) {
			content.add(textBlock(completion.text()));
		}
		completion.toolCalls().forEach((call) -> content.add(toolBlock(call, JSON.readTree(call.arguments()))));
		message.put("stop_reason", stopReason(completion)).putNull("stop_sequence");
		if (completion.tokens() != null) {
			message.set("usage", usage(completion.tokens(), completion.tokens().allOutput()));
		}
		return message;
	}

	@Override
	EventStream events(ProviderRequest request, Completion completion) {
		Tokens tokens = completion.tokens();
		List<String> opening = new ArrayList<>(List.of(start(request, tokens), event("ping", (ping) -> {
		})));
		List<String> pieces = new ArrayList<>();
		List<String> closing = new ArrayList<>();
		int blocks = 0;
		if (!completion.pieces().isEmpty()) {
			opening.add(blockStart(blocks, textBlock("")));
			completion.pieces().forEach((piece) -> pieces.add(blockDelta(0, "text_delta", "text", piece)));
			(completion.toolCalls().isEmpty() ? closing : pieces).add(blockStop(blocks));
			blocks++;
		}
		for (ToolCall call : completion.toolCalls()) {
			int middle = call.arguments().length() / 2;
			pieces.add(blockStart(blocks, toolBlock(call, JSON.createObjectNode())));
			pieces.add(blockDelta(blocks, "input_json_delta", "partial_json", call.arguments().substring(0, middle)));
			pieces.add(blockDelta(blocks, "input_json_delta", "partial_json", call.arguments().substring(middle)));
			pieces.add(blockStop(blocks));
			blocks++;
		}
		closing.add(messageDelta(completion));
		closing.add(event("message_stop", (stop) -> {
		}));
		return new EventStream(opening, pieces, closing);
	}

	@Override
	JsonNode embeddings(ProviderRequest request, Vectors vectors) {
		throw new UnsupportedOperationException("This provider has no embeddings");
	}

	@Override
	JsonNode error(int status) {
		String type = switch (status) {
			case 401 -> "authentication_error";
			case 429 -> "rate_limit_error";
			case 529 -> "overloaded_error";
			default -> (status < 500) ? "invalid_request_error" : "api_error";
		};
		ObjectNode body = JSON.createObjectNode().put("type", "error");
		body.putObject("error").put("type", type).put("message", "Told to fail");
		return body.put("request_id", "req_fake");
	}

	private static String start(ProviderRequest request, @Nullable Tokens tokens) {
		return event("message_start", (start) -> {
			ObjectNode message = message(request);
			message.putArray("content");
			message.putNull("stop_reason").putNull("stop_sequence");
			if (tokens != null) {
				message.set("usage", usage(tokens, 1));
			}
			start.set("message", message);
		});
	}

	private static String messageDelta(Completion completion) {
		return event("message_delta", (event) -> {
			event.putObject("delta").put("stop_reason", stopReason(completion)).putNull("stop_sequence");
			if (completion.tokens() != null) {
				event.set("usage", usage(completion.tokens(), completion.tokens().allOutput()));
			}
		});
	}

	private static ObjectNode message(ProviderRequest request) {
		return JSON.createObjectNode()
			.put("id", "msg_fake")
			.put("type", "message")
			.put("role", "assistant")
			.put("model", request.body().path("model").asString("unknown"));
	}

	private static ObjectNode textBlock(String text) {
		return JSON.createObjectNode().put("type", "text").put("text", text);
	}

	private static ObjectNode toolBlock(ToolCall call, JsonNode input) {
		ObjectNode block = JSON.createObjectNode().put("type", TOOL_USE).put("id", call.id()).put("name", call.name());
		block.set("input", input);
		return block;
	}

	private static String blockStart(int index, ObjectNode block) {
		return event("content_block_start", (start) -> start.put("index", index).set("content_block", block));
	}

	private static String blockDelta(int index, String type, String field, String value) {
		return event("content_block_delta",
				(event) -> event.put("index", index).putObject("delta").put("type", type).put(field, value));
	}

	private static String blockStop(int index) {
		return event("content_block_stop", (stop) -> stop.put("index", index));
	}

	private static String stopReason(Completion completion) {
		return (completion.toolCalls().isEmpty()) ? "end_turn" : TOOL_USE;
	}

	private static ObjectNode usage(Tokens tokens, long output) {
		ObjectNode usage = JSON.createObjectNode()
			.put("input_tokens", tokens.input())
			.put("cache_creation_input_tokens", tokens.cacheWrite())
			.put("cache_read_input_tokens", tokens.cacheRead())
			.put("output_tokens", output);
		if (tokens.reasoning() > 0 && output == tokens.allOutput()) {
			usage.putObject("output_tokens_details").put("thinking_tokens", tokens.reasoning());
		}
		return usage;
	}

	private static String event(String type, Consumer<ObjectNode> content) {
		ObjectNode data = JSON.createObjectNode().put("type", type);
		content.accept(data);
		return "event: " + type + "\ndata: " + data + "\n\n";
	}

}
