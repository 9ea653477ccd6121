package ai.vluna.sample.local;

import java.util.Objects;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.tool.ToolCallback;

/**
 * What a model reads and writes, as text.
 */
final class Wording {

	private static final JsonMapper JSON = JsonMapper.shared();

	private Wording() {
	}

	static String of(Message message) {
		if (message instanceof ToolResponseMessage results) {
			return results.getResponses()
				.stream()
				.map((result) -> told(result.responseData()))
				.collect(Collectors.joining("\n"));
		}
		String text = Objects.requireNonNullElse(message.getText(), "");
		if (message instanceof AssistantMessage answer) {
			return text + answer.getToolCalls()
				.stream()
				.map((call) -> call.name() + " " + call.arguments())
				.collect(Collectors.joining("\n"));
		}
		return text;
	}

	static String of(ToolCallback tool) {
		return "%s %s %s".formatted(tool.getToolDefinition().name(), tool.getToolDefinition().description(),
				tool.getToolDefinition().inputSchema());
	}

	static String[] words(AssistantMessage answer) {
		String text = Objects.requireNonNullElse(answer.getText(), "");
		return (text.isEmpty()) ? new String[0] : text.split("(?<=\\s)(?=\\S)");
	}

	// What a tool returns comes as JSON.
	private static String told(String responseData) {
		JsonNode result = JSON.readTree(responseData);
		return (result.isString()) ? result.asString() : responseData;
	}

}
