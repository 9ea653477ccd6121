package ai.vluna.sample.local;

import java.time.Duration;
import java.util.List;

import ai.vluna.sample.text.Summariser;
import ai.vluna.sample.text.TokenCounter;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * A model without a network that answers the same question always alike: it sums up what
 * it is told. When a tool is about what it is asked, it calls the tool and says what that
 * said. It tells its tokens as real models do, in a stream at the end.
 */
final class LocalChatModel implements ChatModel {

	static final String NAME = "summariser";

	private static final Duration PACE = Duration.ofMillis(25);

	private final Summariser summariser;

	private final TokenCounter tokens;

	LocalChatModel(Summariser summariser, TokenCounter tokens) {
		this.summariser = summariser;
		this.tokens = tokens;
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		AssistantMessage answer = answer(prompt);
		return ended(answer, usage(prompt, answer));
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.defer(() -> {
			AssistantMessage answer = answer(prompt);
			ChatResponse last = ended(answer.mutate().content("").build(), usage(prompt, answer));
			return Flux.fromArray(Wording.words(answer))
				.map(LocalChatModel::chunk)
				.concatWithValues(last)
				.delayElements(PACE);
		});
	}

	// Tools are given only to models whose options have some.
	@Override
	public ChatOptions getOptions() {
		return ToolCallingChatOptions.builder().model(NAME).build();
	}

	private AssistantMessage answer(Prompt prompt) {
		Message last = prompt.getLastUserOrToolResponseMessage();
		if (last instanceof ToolResponseMessage results) {
			return new AssistantMessage(Wording.of(results));
		}
		String question = Wording.of(last);
		AssistantMessage.ToolCall call = WeatherQuestion.toolCall(question, tools(prompt));
		return (call != null) ? AssistantMessage.builder().content("").toolCalls(List.of(call)).build()
				: new AssistantMessage(this.summariser.summarise(question).text());
	}

	private Usage usage(Prompt prompt, AssistantMessage answer) {
		int read = prompt.getInstructions().stream().mapToInt(this::count).sum()
				+ tools(prompt).stream().mapToInt((tool) -> this.tokens.count(Wording.of(tool))).sum();
		return new DefaultUsage(read, count(answer));
	}

	private int count(Message message) {
		return this.tokens.count(Wording.of(message));
	}

	private static List<ToolCallback> tools(Prompt prompt) {
		List<ToolCallback> tools = (prompt.getOptions() instanceof ToolCallingChatOptions options)
				? options.getToolCallbacks() : null;
		return (tools != null) ? tools : List.of();
	}

	private static ChatResponse chunk(String word) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage(word))));
	}

	private static ChatResponse ended(AssistantMessage answer, Usage usage) {
		String reason = (answer.hasToolCalls()) ? "TOOL_CALLS" : "STOP";
		return new ChatResponse(
				List.of(new Generation(answer, ChatGenerationMetadata.builder().finishReason(reason).build())),
				ChatResponseMetadata.builder().model(NAME).usage(usage).build());
	}

}
