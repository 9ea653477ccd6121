package ai.vluna.spring.docs;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * A model that searches for whatever it is asked to find, and speaks forever if it is
 * asked to. Each call takes as many tokens.
 */
class GptModel implements ChatModel {

	static final int INPUT = 30;

	static final int OUTPUT = 12;

	final AtomicInteger calls = new AtomicInteger();

	@Override
	public ChatResponse call(Prompt prompt) {
		this.calls.incrementAndGet();
		return response(answer(prompt), new DefaultUsage(INPUT, OUTPUT));
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		ChatResponse first = response(new AssistantMessage("One "), new DefaultUsage(0, 0));
		boolean endless = prompt.getContents().contains("forever");
		return Flux.just(first).concatWith((endless) ? Mono.never() : Mono.fromSupplier(() -> call(prompt)));
	}

	@Override
	public ChatOptions getOptions() {
		return ToolCallingChatOptions.builder().model("gpt").build();
	}

	private static AssistantMessage answer(Prompt prompt) {
		boolean searched = prompt.getLastUserOrToolResponseMessage() instanceof ToolResponseMessage;
		if (searched || !prompt.getContents().contains("Find")) {
			return new AssistantMessage("answer");
		}
		return AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", "search", "{\"words\":\"money\"}")))
			.build();
	}

	private static ChatResponse response(AssistantMessage message, DefaultUsage usage) {
		return new ChatResponse(List.of(new Generation(message)), ChatResponseMetadata.builder().usage(usage).build());
	}

}
