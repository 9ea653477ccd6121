package ai.vluna.spring.integration.springai;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiChatOptions.StreamOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.util.ClassUtils;

/**
 * What has to be known of the options of OpenAI's models.
 */
final class OpenAiOptions {

	private static final boolean PRESENT = ClassUtils.isPresent("org.springframework.ai.openai.OpenAiChatOptions",
			OpenAiOptions.class.getClassLoader());

	private OpenAiOptions() {
	}

	/**
	 * Return a prompt whose stream tells its usage, which OpenAI leaves out unless asked.
	 * @param prompt the prompt
	 * @param model the model it is for
	 * @return the prompt, changed only if somebody switched the usage off
	 */
	static Prompt tellingUsage(Prompt prompt, ChatModel model) {
		return (PRESENT) ? Known.tellingUsage(prompt, model) : prompt;
	}

	/**
	 * Return the name of the model that embeddings are made by.
	 * @param model the model
	 * @return the name, or {@code null} if it is not OpenAI's
	 */
	static @Nullable String nameOf(EmbeddingModel model) {
		return (PRESENT) ? Known.nameOf(model) : null;
	}

	/**
	 * Loaded only where OpenAI's models are present.
	 */
	private static final class Known {

		static Prompt tellingUsage(Prompt prompt, ChatModel model) {
			ChatOptions asked = prompt.getOptions();
			if (!(((asked != null) ? asked : model.getOptions()) instanceof OpenAiChatOptions options)) {
				return prompt;
			}
			StreamOptions streamOptions = options.getStreamOptions();
			if (streamOptions == null || Boolean.TRUE.equals(streamOptions.includeUsage())) {
				return prompt;
			}
			return prompt.mutate().chatOptions(options.mutate().streamUsage(true).build()).build();
		}

		static @Nullable String nameOf(EmbeddingModel model) {
			return (model instanceof OpenAiEmbeddingModel openAi) ? openAi.getOptions().getModel() : null;
		}

	}

}
