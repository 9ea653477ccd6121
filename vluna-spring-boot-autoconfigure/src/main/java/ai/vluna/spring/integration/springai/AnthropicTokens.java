package ai.vluna.spring.integration.springai;

import java.util.Optional;

import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.OutputTokensDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * Anthropic counts what is cached beside the input, and the thinking in the output.
 */
final class AnthropicTokens implements NativeTokens {

	@Override
	public @Nullable TokenUsage of(Usage usage) {
		if (usage.getNativeUsage() instanceof com.anthropic.models.messages.Usage told) {
			return tokens(usage, told.inputTokens(), told.outputTokensDetails());
		}
		if (usage.getNativeUsage() instanceof MessageDeltaUsage told) {
			return tokens(usage, told.inputTokens().orElse(0L), told.outputTokensDetails());
		}
		return null;
	}

	@Override
	public boolean isLast(ChatResponse chunk) {
		return true;
	}

	// The input of a stream is told at its begin, which only Spring AI saw, and grows
	// when the provider's own tools add to it, which only the end tells.
	private static TokenUsage tokens(Usage usage, long input, Optional<OutputTokensDetails> details) {
		return TokenUsage.builder()
			.count(TokenKind.INPUT, Math.max(usage.getPromptTokens(), input))
			.count(TokenKind.CACHE_READ, usage.getCacheReadInputTokens())
			.count(TokenKind.CACHE_WRITE, usage.getCacheWriteInputTokens())
			.count(TokenKind.OUTPUT, usage.getCompletionTokens())
			.countWithin(TokenKind.REASONING, details.map(OutputTokensDetails::thinkingTokens).orElse(null))
			.build();
	}

}
