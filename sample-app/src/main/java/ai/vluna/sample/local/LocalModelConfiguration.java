package ai.vluna.sample.local;

import ai.vluna.sample.text.Summariser;
import ai.vluna.sample.text.TokenCounter;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The model of this process, chosen by the property that chooses among Spring AI's own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "spring.ai.model.chat", havingValue = "local")
class LocalModelConfiguration {

	@Bean
	ChatModel localChatModel(Summariser summariser, TokenCounter tokens) {
		return new LocalChatModel(summariser, tokens);
	}

}
