package ai.vluna.spring.integration.springai;

import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.model.TokenReader;
import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.util.ClassUtils;

/**
 * Reads what a response or a chunk of one used. What Spring AI makes of the providers'
 * numbers leaves some out, so that the provider's own usage is asked first where its
 * class is known.
 */
final class ResponseTokens implements TokenReader<ChatResponse> {

	private static final List<NativeTokens> NATIVE = known();

	@Override
	public @Nullable TokenUsage read(ChatResponse response) {
		return of(response.getMetadata().getUsage());
	}

	@Override
	public boolean isTerminal(ChatResponse chunk) {
		Usage usage = chunk.getMetadata().getUsage();
		for (NativeTokens tokens : NATIVE) {
			TokenUsage told = (usage != null) ? tokens.of(usage) : null;
			if (told != null) {
				return told.reported() && tokens.isLast(chunk);
			}
		}
		return false;
	}

	/**
	 * Return what a usage says.
	 * @param usage the usage
	 * @return the tokens, or {@code null} when it says nothing
	 */
	static @Nullable TokenUsage of(@Nullable Usage usage) {
		if (usage == null) {
			return null;
		}
		for (NativeTokens tokens : NATIVE) {
			TokenUsage told = tokens.of(usage);
			if (told != null) {
				return told;
			}
		}
		TokenUsage.Builder tokens = TokenUsage.builder()
			.count(TokenKind.INPUT, usage.getPromptTokens())
			.count(TokenKind.OUTPUT, usage.getCompletionTokens());
		Long read = usage.getCacheReadInputTokens();
		Long write = usage.getCacheWriteInputTokens();
		return (cachesBesideInput(usage, zeroIfNull(read) + zeroIfNull(write)))
				? tokens.count(TokenKind.CACHE_READ, read).count(TokenKind.CACHE_WRITE, write).build()
				: tokens.countWithin(TokenKind.CACHE_READ, read).countWithin(TokenKind.CACHE_WRITE, write).build();
	}

	// As Bedrock does, whose classes are not known here.
	private static boolean cachesBesideInput(Usage usage, long cached) {
		long input = zeroIfNull(usage.getPromptTokens());
		return cached > input || (cached > 0
				&& zeroIfNull(usage.getTotalTokens()) == input + cached + zeroIfNull(usage.getCompletionTokens()));
	}

	private static long zeroIfNull(@Nullable Number count) {
		return (count != null) ? count.longValue() : 0;
	}

	private static List<NativeTokens> known() {
		List<NativeTokens> known = new ArrayList<>();
		if (isPresent("com.openai.models.completions.CompletionUsage")) {
			known.add(new OpenAiTokens());
		}
		if (isPresent("com.anthropic.models.messages.MessageDeltaUsage")) {
			known.add(new AnthropicTokens());
		}
		if (isPresent("org.springframework.ai.google.genai.metadata.GoogleGenAiUsage")) {
			known.add(new GoogleTokens());
		}
		return List.copyOf(known);
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, ResponseTokens.class.getClassLoader());
	}

}
