package ai.vluna.integration.springai;

import ai.vluna.integration.providers.FakeAnthropic;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Import;

/**
 * Tests for runs with Anthropic's model.
 */
@SpringAiTest
@Import(Clients.class)
class AnthropicToolLoopTests extends ToolLoopTests {

	AnthropicToolLoopTests(@Autowired FakeAnthropic provider,
			@Autowired @Qualifier("anthropicChatModel") ChatModel model,
			@Autowired @Qualifier("anthropicChatClient") ChatClient client) {
		super("anthropic.chat");
		this.provider = provider;
		this.model = model;
		this.client = client;
	}

}
