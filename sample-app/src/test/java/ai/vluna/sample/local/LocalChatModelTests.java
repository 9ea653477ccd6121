package ai.vluna.sample.local;

import java.util.List;

import ai.vluna.sample.SampleTexts;
import ai.vluna.sample.text.Summariser;
import ai.vluna.sample.text.TokenCounter;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalChatModel}.
 */
class LocalChatModelTests {

	private static final String QUESTION = "What is the weather like in New York and in Oslo?";

	private final TokenCounter tokens = new TokenCounter();

	private final LocalChatModel model = new LocalChatModel(new Summariser(this.tokens), this.tokens);

	@Test
	void sumsUpWhatItIsTold() {
		ChatResponse response = this.model.call(new Prompt(SampleTexts.GETTYSBURG));
		String answer = text(response);
		assertThat(answer).startsWith("Four score and seven years ago");
		assertUsage(response, this.tokens.count(SampleTexts.GETTYSBURG), this.tokens.count(answer));
		assertThat(text(this.model.call(new Prompt(SampleTexts.GETTYSBURG)))).isEqualTo(answer);
	}

	@Test
	void streamsTheSameWordsAndTellsTheirTokensAtTheEnd() {
		ChatResponse whole = this.model.call(new Prompt("One sentence. And\nanother."));
		List<ChatResponse> chunks = stream(new Prompt("One sentence. And\nanother."));
		assertThat(chunks).extracting(LocalChatModelTests::text)
			.containsExactly("One ", "sentence. ", "And ", "another.", "");
		assertThat(chunks).filteredOn((chunk) -> chunk.getMetadata().getUsage().getTotalTokens() > 0)
			.containsExactly(chunks.get(4));
		Usage usage = whole.getMetadata().getUsage();
		assertUsage(chunks.get(4), usage.getPromptTokens(), usage.getCompletionTokens());
	}

	@Test
	void callsTheToolThatKnowsTheAnswer() {
		Prompt prompt = new Prompt(QUESTION, withWeather());
		ChatResponse called = this.model.call(prompt);
		assertThat(called.getResult().getOutput().getToolCalls()).singleElement().satisfies((call) -> {
			assertThat(call.name()).isEqualTo("weather");
			assertThat(call.arguments()).isEqualTo("{\"city\":\"New York\"}");
		});
		assertThat(called.getMetadata().getUsage().getPromptTokens()).isGreaterThan(this.tokens.count(QUESTION));
		assertThat(stream(prompt)).singleElement().matches(ChatResponse::hasToolCalls);
	}

	@Test
	void saysWhatTheToolSaid() {
		ToolResponseMessage result = ToolResponseMessage.builder()
			.responses(List.of(new ToolResponseMessage.ToolResponse("call_1", "weather", "\"It \\\"rains\\\".\"")))
			.build();
		Prompt prompt = new Prompt(List.of(new UserMessage(QUESTION), new AssistantMessage(""), result), withWeather());
		assertThat(text(this.model.call(prompt))).isEqualTo("It \"rains\".");
	}

	@Test
	void answersItselfWithoutTheToolOrTheQuestion() {
		assertThat(this.model.call(new Prompt(QUESTION)).hasToolCalls()).isFalse();
		assertThat(this.model.call(new Prompt("The weather was bad.", withWeather())).hasToolCalls()).isFalse();
	}

	private static ToolCallingChatOptions withWeather() {
		return ToolCallingChatOptions.builder().toolCallbacks(ToolCallbacks.from(new WeatherStation())).build();
	}

	private List<ChatResponse> stream(Prompt prompt) {
		return this.model.stream(prompt).toStream().toList();
	}

	private static String text(ChatResponse response) {
		return String.valueOf(response.getResult().getOutput().getText());
	}

	private static void assertUsage(ChatResponse response, int read, int written) {
		Usage usage = response.getMetadata().getUsage();
		assertThat(usage.getPromptTokens()).isEqualTo(read);
		assertThat(usage.getCompletionTokens()).isEqualTo(written);
		assertThat(usage.getTotalTokens()).isEqualTo(read + written);
	}

	static class WeatherStation {

		@Tool(description = "Tells the weather")
		String weather(String city) {
			return "rain";
		}

	}

}
