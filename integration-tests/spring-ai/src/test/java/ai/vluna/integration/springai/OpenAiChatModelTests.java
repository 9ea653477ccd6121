package ai.vluna.integration.springai;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.Reply;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the calls of Spring AI's OpenAI model.
 */
@SpringAiTest
class OpenAiChatModelTests extends ChatModelTests {

	OpenAiChatModelTests(@Autowired FakeOpenAi provider, @Autowired @Qualifier("openAiChatModel") ChatModel model) {
		super("openai.chat");
		this.provider = provider;
		this.model = model;
	}

	@Test
	void cancelsWhenTheProviderTellsNoUsage() {
		this.provider.reply(Reply.text("Hello").withoutUsage(), Reply.text("Hello").withoutUsage());
		assertThat(this.model.call("Hi")).isEqualTo("Hello");
		assertThat(text(this.model.stream(new Prompt("Hi")))).isEqualTo("Hello");
		assertThatItWasCancelled(2);
	}

	@Test
	void switchesTheUsageOfAStreamOnAgain() {
		this.provider.reply(Reply.text("Hello").using(TOKENS));
		ChatOptions options = options().streamUsage(false).temperature(0.5).build();
		text(this.model.stream(new Prompt("Hi", options)));
		assertThatItCost(TOKENS);
		assertThat(this.provider.lastRequest().body().at("/stream_options/include_usage").asBoolean()).isTrue();
		assertThat(this.provider.lastRequest().body().path("temperature").asDouble()).isEqualTo(0.5);
	}

	@Test
	void takesTheOptionsOfThePrompt() {
		this.provider.reply(Reply.text("Hello").using(TOKENS));
		this.model.call(new Prompt("Hi", options().model("gpt-5-nano").build()));
		assertThat(this.provider.lastRequest().body().path("model").asString()).isEqualTo("gpt-5-nano");
		assertThatItCost(TOKENS);
	}

	private OpenAiChatOptions.Builder options() {
		return ((OpenAiChatOptions) this.model.getOptions()).mutate();
	}

}
