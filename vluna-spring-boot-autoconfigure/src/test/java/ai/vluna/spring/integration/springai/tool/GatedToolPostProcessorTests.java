package ai.vluna.spring.integration.springai.tool;

import java.util.List;

import ai.vluna.spring.model.ModelGate;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.resolution.StaticToolCallbackResolver;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for beans that call tools or find them.
 */
class GatedToolPostProcessorTests {

	private final ToolsOfNobody tools = new ToolsOfNobody();

	private final ToolCallback wet = ToolsOfNobody.tool("weather", () -> "wet");

	private final GatedToolPostProcessor postProcessor = new GatedToolPostProcessor(this.tools.failing);

	@Test
	void gatesManagersOnce() {
		Object gated = process(ToolCallingManager.builder().build());
		assertThat(gated).isInstanceOf(GatedToolCallingManager.class);
		assertThat(process(gated)).isSameAs(gated);
		ToolCallingManager manager = (ToolCallingManager) gated;
		assertThat(GatedToolCallingManager.of(manager, ModelGate.passThrough())).isSameAs(manager);
	}

	@Test
	void gatesToolsThatManagersCall() {
		ToolCallingManager manager = (ToolCallingManager) process(ToolCallingManager.builder().build());
		ToolCallingChatOptions options = ToolCallingChatOptions.builder().toolCallbacks(this.wet).build();
		assertThat(manager.resolveToolDefinitions(options)).hasSize(1);
		assertThat(manager.executeToolCalls(new Prompt("Weather?", options), wanting("weather")).returnDirect())
			.isTrue();
		assertThat(this.tools.gated).containsExactly("weather");
		assertThat(options.getToolCallbacks()).containsExactly(this.wet);
	}

	@Test
	void gatesToolsThatManagersFindByName() {
		ToolCallbackResolver resolver = (ToolCallbackResolver) process(
				new StaticToolCallbackResolver(List.of(this.wet)));
		assertThat(resolver.resolve("other")).isNull();
		ToolCallingManager manager = ToolCallingManager.builder()
			.toolCallbackResolver(resolver)
			.resolutionFallbackEnabled(true)
			.build();
		manager.executeToolCalls(new Prompt("Weather?"), wanting("weather"));
		assertThat(this.tools.gated).containsExactly("weather");
	}

	@Test
	void leavesOtherBeansAlone() {
		assertThat(process("other")).isEqualTo("other");
		assertThat(process(this.wet)).isSameAs(this.wet);
	}

	private Object process(Object bean) {
		return this.postProcessor.postProcessAfterInitialization(bean, "bean");
	}

	private static ChatResponse wanting(String tool) {
		AssistantMessage message = AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", tool, "{}")))
			.build();
		return new ChatResponse(List.of(new Generation(message)));
	}

}
