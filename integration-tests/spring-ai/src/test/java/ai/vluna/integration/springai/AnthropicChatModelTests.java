package ai.vluna.integration.springai;

import java.util.List;
import java.util.Optional;

import ai.vluna.integration.providers.FakeAnthropic;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.spring.integration.springai.GatedChatModel;
import ai.vluna.spring.integration.springai.GatedModelSettings;
import ai.vluna.spring.model.ModelGate;
import com.anthropic.models.messages.MessageDeltaUsage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
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
	void billsTheInputThatTheProvidersToolsAddWhileItStreams(@Autowired ModelGate models) {
		MessageDeltaUsage end = MessageDeltaUsage.builder()
			.inputTokens(10682L)
			.cacheCreationInputTokens(4L)
			.cacheReadInputTokens(64L)
			.outputTokens(510)
			.outputTokensDetails(Optional.empty())
			.serverToolUse(Optional.empty())
			.build();
		// Spring AI keeps the input that was told at the begin.
		ChatResponse last = ChatResponse.builder()
			.generations(List.of())
			.metadata(ChatResponseMetadata.builder().usage(new DefaultUsage(2679, 510, 3189, end, 64L, 4L)).build())
			.build();
		GatedModelSettings anthropic = GatedModelSettings.DEFAULT.withProvider("anthropic");
		GatedChatModel.of(new ChatModel() {

			@Override
			public ChatResponse call(Prompt prompt) {
				return last;
			}

			@Override
			public Flux<ChatResponse> stream(Prompt prompt) {
				return Flux.just(last);
			}

		}, models, anthropic).stream("Hi").blockLast();
		assertThatItCost(Tokens.of(10682, 510).cached(64, 4));
	}

	@Test
	void cancelsWhenTheProviderTellsNoUsage() {
		this.provider.reply(Reply.text("Hello").withoutUsage());
		assertThatException().isThrownBy(() -> this.model.call("Hi"));
		assertThatItWasCancelled(1);
	}

	@Test
	void cancelsWhenTheProviderTellsNoUsageOfAStream() {
		this.provider.reply(Reply.text("Hel", "lo").withoutUsage());
		assertThatException().isThrownBy(() -> text(this.model.stream(new Prompt("Hi"))));
		assertThatItWasCancelled(1);
	}

}
