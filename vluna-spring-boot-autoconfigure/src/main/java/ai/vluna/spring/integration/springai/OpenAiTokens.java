package ai.vluna.spring.integration.springai;

import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.completions.CompletionUsage.CompletionTokensDetails;
import com.openai.models.completions.CompletionUsage.PromptTokensDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * OpenAI counts what is cached in the prompt, and the reasoning in the completion.
 */
final class OpenAiTokens implements NativeTokens {

	@Override
	public @Nullable TokenUsage of(Usage usage) {
		if (!(usage.getNativeUsage() instanceof CompletionUsage told)) {
			return null;
		}
		TokenUsage.Builder tokens = TokenUsage.builder()
			.count(TokenKind.INPUT, told.promptTokens())
			.count(TokenKind.OUTPUT, told.completionTokens());
		told.promptTokensDetails().ifPresent((details) -> input(tokens, details));
		told.completionTokensDetails().ifPresent((details) -> output(tokens, details));
		return tokens.build();
	}

	// Servers that tell it all the time do so beside what the model says.
	@Override
	public boolean isLast(ChatResponse chunk) {
		return chunk.getResults().isEmpty();
	}

	private static void input(TokenUsage.Builder tokens, PromptTokensDetails details) {
		tokens.countWithin(TokenKind.CACHE_READ, details.cachedTokens().orElse(null))
			.countWithin(TokenKind.CACHE_WRITE, details.cacheWriteTokens().orElse(null))
			.countWithin(TokenKind.AUDIO_INPUT, details.audioTokens().orElse(null));
	}

	private static void output(TokenUsage.Builder tokens, CompletionTokensDetails details) {
		tokens.countWithin(TokenKind.REASONING, details.reasoningTokens().orElse(null))
			.countWithin(TokenKind.AUDIO_OUTPUT, details.audioTokens().orElse(null));
	}

}
