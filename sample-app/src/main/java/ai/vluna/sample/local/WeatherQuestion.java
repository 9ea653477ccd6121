package ai.vluna.sample.local;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.tool.ToolCallback;

/**
 * The only question that the model does not answer itself.
 */
final class WeatherQuestion {

	private static final String TOOL = "weather";

	private static final Pattern QUESTION = Pattern
		.compile("\\b(?i:weather)\\b.*?\\bin (\\p{Lu}[\\p{L}-]*+(?: \\p{Lu}[\\p{L}-]*+)*+)");

	private WeatherQuestion() {
	}

	/**
	 * Return the call of the tool that knows the answer.
	 * @param text what was asked
	 * @param tools the tools there are
	 * @return the call, or {@code null} if something else was asked or there is no such
	 * tool
	 */
	static AssistantMessage.@Nullable ToolCall toolCall(String text, List<ToolCallback> tools) {
		Matcher question = QUESTION.matcher(text);
		if (tools.stream().noneMatch((tool) -> tool.getToolDefinition().name().equals(TOOL)) || !question.find()) {
			return null;
		}
		String arguments = JsonMapper.shared().writeValueAsString(Map.of("city", question.group(1)));
		return new AssistantMessage.ToolCall("call_1", "function", TOOL, arguments);
	}

}
