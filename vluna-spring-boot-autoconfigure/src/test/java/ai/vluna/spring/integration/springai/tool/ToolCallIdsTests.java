package ai.vluna.spring.integration.springai.tool;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the ids of the calls that a model asked for.
 */
class ToolCallIdsTests {

	@Test
	void areFoundByNameAndArguments() {
		ToolCallIds ids = ids(call("1", "weather", "{\"city\":\"Oslo\"}"), call("2", "weather", "{\"city\":\"Rome\"}"),
				call("3", "time", "{\"city\":\"Rome\"}"));
		assertThat(ids.take("time", "{\"city\":\"Rome\"}")).isEqualTo("3");
		assertThat(ids.take("weather", "{\"city\":\"Rome\"}")).isEqualTo("2");
		assertThat(ids.take("weather", "{\"city\":\"Oslo\"}")).isEqualTo("1");
	}

	@Test
	void areGivenOnceInTheirOrder() {
		ToolCallIds ids = ids(call("1", "dice", "{}"), call("2", "dice", ""), call("2", "dice", "{}"));
		assertThat(ids.take("dice", "{}")).isEqualTo("1");
		assertThat(ids.take("dice", "{}")).isEqualTo("2");
		assertThat(ids.take("dice", "{}")).isEqualTo("2");
		assertThat(ids.take("dice", "{}")).isNull();
	}

	@Test
	void areUnknownWhereTheModelGaveNone() {
		assertThat(ids(call("", "dice", "{}")).take("dice", "{}")).isNull();
		assertThat(ToolCallIds.UNKNOWN.take("dice", "{}")).isNull();
	}

	private static ToolCallIds ids(ToolCall... calls) {
		AssistantMessage message = AssistantMessage.builder().content("").toolCalls(Arrays.asList(calls)).build();
		return ToolCallIds.of(new ChatResponse(List.of(new Generation(message))));
	}

	private static ToolCall call(String id, String name, String arguments) {
		return new ToolCall(id, "function", name, arguments);
	}

}
