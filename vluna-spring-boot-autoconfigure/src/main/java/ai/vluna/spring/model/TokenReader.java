package ai.vluna.spring.model;

import ai.vluna.spring.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a model call used from its response, or from each chunk of its stream. Keep
 * one instance per runtime and provider: what is found out about a model is remembered
 * with it.
 * <p>
 * Called on the threads that deliver the values, many at a time, so it must be safe for
 * use by any number of threads and must not block.
 *
 * @param <T> the type of the responses or chunks
 * @since 0.1.0
 */
@FunctionalInterface
public interface TokenReader<T> {

	/**
	 * Read the usage. Of several reports of a stream the last count of each kind holds.
	 * @param value the response or chunk
	 * @return the usage, or {@code null} when the value tells none; zeros are none as
	 * well
	 */
	@Nullable TokenUsage read(T value);

	/**
	 * Return whether a chunk is the last that may tell anything about the usage. A stream
	 * that is left or breaks after it is charged.
	 * @param value the chunk
	 * @return whether what was told by now is final
	 */
	default boolean isTerminal(T value) {
		return false;
	}

}
