package ai.vluna.spring.autoconfigure;

import java.util.List;

import ai.vluna.spring.integration.springai.client.GatedChatClient;
import ai.vluna.spring.integration.springai.client.GatedChatClientPostProcessor;
import ai.vluna.spring.integration.springai.tool.GatedToolCallingManager;
import ai.vluna.spring.integration.springai.tool.OnDeniedTool;
import ai.vluna.spring.model.ModelGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringAiToolsConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringAiToolsConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(VlunaSpringAiAutoConfiguration.class))
		.withBean(ModelGate.class, ModelGate::passThrough)
		.withBean(ToolCallingManager.class, () -> ToolCallingManager.builder().build());

	@Test
	void gatesToolsOfManagersAndClients(CapturedOutput output) {
		this.runner.withUserConfiguration(ClientConfiguration.class).run((context) -> {
			assertThat(context.getBean(ToolCallingManager.class)).isInstanceOf(GatedToolCallingManager.class);
			assertThat(context.getBean(ChatClient.class)).isInstanceOf(GatedChatClient.class);
			assertThat(output).doesNotContain("not eligible for getting processed by all BeanPostProcessors");
		});
	}

	@Test
	void leavesThemAloneOnRequest() {
		for (String property : List.of("vluna.spring-ai.enabled=false", "vluna.enabled=false")) {
			this.runner.withUserConfiguration(ClientConfiguration.class).withPropertyValues(property).run((context) -> {
				assertThat(context.getBean(ToolCallingManager.class)).isNotInstanceOf(GatedToolCallingManager.class);
				assertThat(context.getBean(ChatClient.class)).isNotInstanceOf(GatedChatClient.class);
			});
		}
	}

	@Test
	void gatesToolsWithoutClients() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.ai.chat.client")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(GatedChatClientPostProcessor.class);
			assertThat(context.getBean(ToolCallingManager.class)).isInstanceOf(GatedToolCallingManager.class);
		});
	}

	@Test
	void failsWhenAToolIsDeniedUnlessTheModelIsToBeTold() {
		this.runner.run((context) -> assertThat(context.getBean(VlunaSpringAiProperties.class).onDeniedTool())
			.isEqualTo(OnDeniedTool.FAIL));
		this.runner.withPropertyValues("vluna.spring-ai.on-denied-tool=tell-model")
			.run((context) -> assertThat(VlunaSpringAiProperties.of(context.getEnvironment()).onDeniedTool())
				.isEqualTo(OnDeniedTool.TELL_MODEL));
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		ChatClient client() {
			ChatModel model = (prompt) -> new ChatResponse(List.of(new Generation(new AssistantMessage("Hello"))));
			return ChatClient.create(model);
		}

	}

}
