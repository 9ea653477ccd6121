package ai.vluna.integration.springai;

import ai.vluna.integration.providers.FakeAnthropic;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Tests for clients of Anthropic's model.
 */
@SpringAiTest
class AnthropicChatClientTests extends ChatClientTests {

	AnthropicChatClientTests(@Autowired FakeAnthropic provider,
			@Autowired @Qualifier("anthropicChatModel") ChatModel model) {
		super(provider, ChatClient.create(model), "anthropic.chat");
	}

}
