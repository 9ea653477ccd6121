package ai.vluna.spring.integration.springai.tool;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.util.StringUtils;

/**
 * The ids that a model gave to the calls it asked for. No tool is told its own, so a call
 * is known by its name and arguments; calls that have both in common have the ids in
 * their order.
 */
final class ToolCallIds {

	/**
	 * Nobody knows what the model asked for.
	 */
	static final ToolCallIds UNKNOWN = new ToolCallIds(List.of());

	private final Queue<ToolCall> asked;

	private ToolCallIds(List<ToolCall> asked) {
		this.asked = new ConcurrentLinkedQueue<>(asked);
	}

	/**
	 * Return the ids of the calls that a response asks for.
	 * @param response the response
	 * @return the ids
	 */
	static ToolCallIds of(ChatResponse response) {
		return new ToolCallIds(response.getResults()
			.stream()
			.flatMap((generation) -> generation.getOutput().getToolCalls().stream())
			.toList());
	}

	/**
	 * Return the id of a call, which no other call will have.
	 * @param name the name of the tool
	 * @param arguments what it is called with
	 * @return the id, or {@code null} if the model gave none
	 */
	@Nullable String take(String name, String arguments) {
		for (ToolCall call : this.asked) {
			if (call.name().equals(name) && inputOf(call).equals(arguments) && this.asked.remove(call)) {
				return StringUtils.hasText(call.id()) ? call.id() : null;
			}
		}
		return null;
	}

	// Models leave out the arguments of a tool that has none.
	private static String inputOf(ToolCall call) {
		return StringUtils.hasText(call.arguments()) ? call.arguments() : "{}";
	}

}
