package ai.vluna.integration.springai;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/**
 * Clients as applications make them.
 */
@Configuration(proxyBeanMethods = false)
class Clients {

	@Bean
	ChatClient openAiChatClient(@Qualifier("openAiChatModel") ChatModel model) {
		return ChatClient.create(model);
	}

	@Bean
	ChatClient anthropicChatClient(@Qualifier("anthropicChatModel") ChatModel model) {
		return ChatClient.create(model);
	}

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	ChatClient.Builder builder(@Qualifier("openAiChatModel") ChatModel model) {
		return ChatClient.builder(model);
	}

}
