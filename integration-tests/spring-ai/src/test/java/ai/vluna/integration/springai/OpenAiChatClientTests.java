package ai.vluna.integration.springai;

import ai.vluna.integration.providers.FakeOpenAi;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Tests for clients of OpenAI's model.
 */
@SpringAiTest
class OpenAiChatClientTests extends ChatClientTests {

	OpenAiChatClientTests(@Autowired FakeOpenAi provider, @Autowired @Qualifier("openAiChatModel") ChatModel model) {
		super(provider, ChatClient.create(model), "openai.chat");
	}

}
