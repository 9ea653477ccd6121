package ai.vluna.integration.faults;

import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What work returns, or one element of it.
 *
 * @param quantity the usage so far
 * @param complete whether nothing is added any more
 */
record Tokens(long quantity, boolean complete) {

	static @Nullable Usage usageOf(Object value) {
		if (value instanceof Tokens tokens) {
			Usage usage = Usage.of(tokens.quantity);
			return tokens.complete ? usage.asFinal() : usage;
		}
		return null;
	}

}
