package ai.vluna.integration.providers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat completions and embeddings. A stream tells its usage only if the request
 * includes it, in a chunk of its own behind the one with the finish reason.
 */
public final class FakeOpenAi extends FakeProvider {

	private static final String ID = "chatcmpl-fake";

	private static final long CREATED = 1_767_225_600;

	private static final String DONE = "data: [DONE]\n\n";

	private FakeOpenAi() {
	}

	/**
	 * Start a provider on any free port.
	 * @return the provider
	 */
	public static FakeOpenAi start() {
		return new FakeOpenAi();
	}

	@Override
	public String baseUrl() {
		return root() + "/v1";
	}

	@Override
	JsonNode whole(ProviderRequest request, Completion completion) {
		ObjectNode body = envelope(request, "chat.completion");
		ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
		ObjectNode message = choice.putObject("message").put("role", "assistant").putNull("refusal");
		if (completion.pieces().isEmpty()) {
			message.putNull("content");
		}
		else {
			message.put("content", completion.text());
		}
		if (!completion.toolCalls().isEmpty()) {
			ArrayNode calls = message.putArray("tool_calls");
			completion.toolCalls().forEach((call) -> {
				ObjectNode described = calls.addObject().put("id", call.id()).put("type", "function");
				described.putObject("function").put("name", call.name()).put("arguments", call.arguments());
			});
		}
		choice.putNull("logprobs").put("finish_reason", finishReason(completion));
		if (completion.tokens() != null) {
			body.set("usage", usage(completion.tokens()));
		}
		return body;
	}

	@Override
	EventStream events(ProviderRequest request, Completion completion) {
		boolean including = request.body().path("stream_options").path("include_usage").asBoolean(false);
		Chunks chunks = new Chunks(request, including && completion.tokens() != null);
		List<String> pieces = new ArrayList<>();
		completion.pieces().forEach((piece) -> pieces.add(chunks.delta((delta) -> delta.put("content", piece))));
		for (int i = 0; i < completion.toolCalls().size(); i++) {
			pieces.addAll(toolCall(chunks, i, completion.toolCalls().get(i)));
		}
		List<String> closing = new ArrayList<>();
		closing.add(chunks.finish(finishReason(completion)));
		if (including && completion.tokens() != null) {
			closing.add(chunks.usage(completion.tokens()));
		}
		closing.add(DONE);
		String opening = chunks.delta((delta) -> delta.put("role", "assistant").put("content", ""));
		return new EventStream(List.of(opening), pieces, closing);
	}

	private static List<String> toolCall(Chunks chunks, int index, ToolCall call) {
		int middle = call.arguments().length() / 2;
		String named = chunks.delta((delta) -> {
			ObjectNode described = delta.putArray("tool_calls")
				.addObject()
				.put("index", index)
				.put("id", call.id())
				.put("type", "function");
			described.putObject("function").put("name", call.name()).put("arguments", "");
		});
		return List.of(named, chunks.arguments(index, call.arguments().substring(0, middle)),
				chunks.arguments(index, call.arguments().substring(middle)));
	}

	@Override
	JsonNode embeddings(ProviderRequest request, Vectors vectors) {
		ObjectNode body = JSON.createObjectNode().put("object", "list").put("model", model(request));
		ArrayNode data = body.putArray("data");
		boolean packed = request.body().path("encoding_format").asString("float").equals("base64");
		JsonNode input = request.body().path("input");
		int inputs = (input.isArray()) ? input.size() : 1;
		for (int i = 0; i < inputs; i++) {
			ObjectNode embedding = data.addObject().put("object", "embedding").put("index", i);
			float[] vector = new float[vectors.dimensions()];
			vector[i % vector.length] = 1;
			embedding.set("embedding",
					(packed) ? JSON.getNodeFactory().stringNode(pack(vector)) : JSON.valueToTree(vector));
		}
		if (vectors.tokens() != null) {
			long tokens = vectors.tokens().total();
			body.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
		}
		return body;
	}

	private static String pack(float[] vector) {
		ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(vector);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

	@Override
	JsonNode error(int status) {
		String type = switch (status) {
			case 401 -> "invalid_api_key";
			case 429 -> "rate_limit_exceeded";
			default -> (status < 500) ? "invalid_request_error" : "server_error";
		};
		ObjectNode body = JSON.createObjectNode();
		body.putObject("error").put("message", "Told to fail").put("type", type).putNull("param").put("code", type);
		return body;
	}

	private static ObjectNode envelope(ProviderRequest request, String kind) {
		return JSON.createObjectNode()
			.put("id", ID)
			.put("object", kind)
			.put("created", CREATED)
			.put("model", model(request))
			.put("service_tier", "default");
	}

	private static String model(ProviderRequest request) {
		return request.body().path("model").asString("unknown");
	}

	private static String finishReason(Completion completion) {
		return (completion.toolCalls().isEmpty()) ? "stop" : "tool_calls";
	}

	// Cached tokens are part of the prompt, those of the reasoning part of the
	// completion.
	private static ObjectNode usage(Tokens tokens) {
		ObjectNode usage = JSON.createObjectNode()
			.put("prompt_tokens", tokens.allInput())
			.put("completion_tokens", tokens.allOutput())
			.put("total_tokens", tokens.total());
		usage.putObject("prompt_tokens_details")
			.put("cached_tokens", tokens.cacheRead())
			.put("cache_write_tokens", tokens.cacheWrite())
			.put("audio_tokens", 0);
		usage.putObject("completion_tokens_details")
			.put("reasoning_tokens", tokens.reasoning())
			.put("audio_tokens", 0)
			.put("accepted_prediction_tokens", 0)
			.put("rejected_prediction_tokens", 0);
		return usage;
	}

	/**
	 * Words the chunks of one stream.
	 *
	 * @param request the request
	 * @param announcing whether each chunk says that it has no usage, as they do when the
	 * last one has
	 */
	private record Chunks(ProviderRequest request, boolean announcing) {

		String delta(Consumer<ObjectNode> content) {
			ObjectNode delta = JSON.createObjectNode();
			content.accept(delta);
			return chunk(delta, null);
		}

		String arguments(int index, String part) {
			return delta((delta) -> delta.putArray("tool_calls")
				.addObject()
				.put("index", index)
				.putObject("function")
				.put("arguments", part));
		}

		String finish(String reason) {
			return chunk(JSON.createObjectNode(), reason);
		}

		String usage(Tokens tokens) {
			ObjectNode chunk = envelope(this.request, "chat.completion.chunk");
			chunk.putArray("choices");
			chunk.set("usage", FakeOpenAi.usage(tokens));
			return event(chunk);
		}

		private String chunk(ObjectNode delta, @Nullable String finishReason) {
			ObjectNode chunk = envelope(this.request, "chat.completion.chunk");
			ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
			choice.set("delta", delta);
			choice.putNull("logprobs").put("finish_reason", finishReason);
			if (this.announcing) {
				chunk.putNull("usage");
			}
			return event(chunk);
		}

		private static String event(ObjectNode chunk) {
			return "data: " + chunk + "\n\n";
		}

	}

}
