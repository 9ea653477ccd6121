package ai.vluna.spring.integration.springai;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * A model of nobody in particular, which tells the usage it is given.
 */
class SampleChatModel implements ChatModel {

	final List<Prompt> prompts = new ArrayList<>();

	final List<ContextView> contexts = new ArrayList<>();

	private final @Nullable String name;

	private final Usage[] usages;

	SampleChatModel(@Nullable String name, Usage... usages) {
		this.name = name;
		this.usages = usages;
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		this.prompts.add(prompt);
		return response(this.usages[this.usages.length - 1]);
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		this.prompts.add(prompt);
		return Flux.deferContextual((context) -> {
			this.contexts.add(context);
			return Flux.fromArray(this.usages).map(SampleChatModel::response);
		});
	}

	@Override
	public ChatOptions getOptions() {
		return ChatOptions.builder().model(this.name).build();
	}

	@Override
	@Deprecated
	@SuppressWarnings("removal")
	public ChatOptions getDefaultOptions() {
		return ChatOptions.builder().model("deprecated").build();
	}

	private static ChatResponse response(Usage usage) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage("Hello"))),
				ChatResponseMetadata.builder().usage(usage).build());
	}

}
