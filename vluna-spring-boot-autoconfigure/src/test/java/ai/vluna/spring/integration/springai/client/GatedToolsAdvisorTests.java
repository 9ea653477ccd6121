package ai.vluna.spring.integration.springai.client;

import java.util.List;

import ai.vluna.spring.model.ModelGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for loops of tools that the gate could miss.
 */
@ExtendWith(OutputCaptureExtension.class)
class GatedToolsAdvisorTests {

	private final ChatModel model = new ChatModel() {

		@Override
		public ChatResponse call(Prompt prompt) {
			return new ChatResponse(List.of(new Generation(new AssistantMessage("Hello"))));
		}

		@Override
		public ChatOptions getOptions() {
			return ToolCallingChatOptions.builder().build();
		}

	};

	private final ChatClient client = GatedChatClient.of(ChatClient.create(this.model), ModelGate.passThrough());

	@Test
	void saysNothingWhereAnAdvisorCallsTools(CapturedOutput output) {
		this.client.prompt("Hi").tools(this).call().content();
		assertThat(output).doesNotContain("No advisor behind");
	}

	@Test
	void warnsOnceWhereNoAdvisorCallsTools(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			this.client.prompt("Hi")
				.tools(this)
				.advisors(AdvisorParams.toolCallingAdvisorAutoRegister(false))
				.call()
				.content();
		}
		assertThat(output).containsOnlyOnce("No advisor behind");
	}

	@Test
	void saysNothingWithoutTools(CapturedOutput output) {
		this.client.prompt("Hi").advisors(AdvisorParams.toolCallingAdvisorAutoRegister(false)).call().content();
		assertThat(output).doesNotContain("No advisor behind");
	}

	@Tool(description = "Does nothing")
	String nothing() {
		return "";
	}

}
