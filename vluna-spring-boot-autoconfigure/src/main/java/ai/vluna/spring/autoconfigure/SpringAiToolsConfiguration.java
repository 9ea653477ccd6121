package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.integration.springai.client.GatedChatClientPostProcessor;
import ai.vluna.spring.integration.springai.tool.GatedToolPostProcessor;
import ai.vluna.spring.integration.springai.tool.ToolGate;
import ai.vluna.spring.model.ModelGate;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Wiring of what bills the tools of Spring AI.
 */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class SpringAiToolsConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static GatedToolPostProcessor vlunaGatedToolPostProcessor(ObjectProvider<ModelGate> gate, Environment environment) {
		return new GatedToolPostProcessor(gate(gate, environment));
	}

	private static ToolGate gate(ObjectProvider<ModelGate> gate, Environment environment) {
		return new ToolGate(gate::getObject, VlunaSpringAiProperties.of(environment).onDeniedTool());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ChatClient.class)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static class ChatClientConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static GatedChatClientPostProcessor vlunaGatedChatClientPostProcessor(ObjectProvider<ModelGate> gate,
				Environment environment) {
			return new GatedChatClientPostProcessor(gate(gate, environment));
		}

	}

}
