package ai.vluna.integration.springai;

import ai.vluna.integration.providers.FakeAnthropic;
import ai.vluna.integration.providers.Reply;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the calls of Spring AI's Anthropic model.
 */
@SpringAiTest
class AnthropicChatModelTests extends ChatModelTests {

	AnthropicChatModelTests(@Autowired FakeAnthropic provider,
			@Autowired @Qualifier("anthropicChatModel") ChatModel model) {
		super("anthropic.chat");
		this.provider = provider;
		this.model = model;
	}

	@Test
	void cancelsWhenTheProviderTellsNoUsage() {
		this.provider.reply(Reply.text("Hello").withoutUsage());
		assertThatException().isThrownBy(() -> this.model.call("Hi"));
		assertThatItWasCancelled(1);
	}

}
