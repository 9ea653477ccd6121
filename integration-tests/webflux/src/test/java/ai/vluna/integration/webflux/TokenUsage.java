package ai.vluna.integration.webflux;

import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads the usage of tokens.
 */
@Component
class TokenUsage implements UsageExtractor<Token> {

	@Override
	public @Nullable Usage extract(Token token) {
		if (token.characters() == 0) {
			return null;
		}
		Usage usage = Usage.of(token.characters());
		return token.last() ? usage.asFinal() : usage;
	}

}
