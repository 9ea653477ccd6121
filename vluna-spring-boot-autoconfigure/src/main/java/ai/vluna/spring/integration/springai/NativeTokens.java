package ai.vluna.spring.integration.springai;

import ai.vluna.spring.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * Knows the usage of one provider by its class. Loaded only where that class is present.
 */
interface NativeTokens {

	/**
	 * Return what a usage says in the provider's own words.
	 * @param usage the usage
	 * @return its tokens, or {@code null} if it is not of this provider
	 */
	@Nullable TokenUsage of(Usage usage);

	/**
	 * Return whether a chunk with a usage of this provider is the last that has one.
	 * @param chunk the chunk
	 * @return whether the provider tells nothing more of the usage
	 */
	default boolean isLast(ChatResponse chunk) {
		return false;
	}

}
