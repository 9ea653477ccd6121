package ai.vluna.spring.integration.springai;

import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.google.genai.metadata.GoogleGenAiUsage;

/**
 * Google counts what is cached in the prompt, and beside it what tools put there; the
 * thoughts beside the candidates.
 */
final class GoogleTokens implements NativeTokens {

	@Override
	public @Nullable TokenUsage of(Usage usage) {
		if (!(usage instanceof GoogleGenAiUsage told)) {
			return null;
		}
		Integer ofTools = told.getToolUsePromptTokenCount();
		return TokenUsage.builder()
			.count(TokenKind.INPUT, (ofTools != null) ? told.getPromptTokens() + ofTools : told.getPromptTokens())
			.countWithin(TokenKind.CACHE_READ, told.getCachedContentTokenCount())
			.count(TokenKind.OUTPUT, told.getCompletionTokens())
			.count(TokenKind.REASONING, told.getThoughtsTokenCount())
			.build();
	}

}
