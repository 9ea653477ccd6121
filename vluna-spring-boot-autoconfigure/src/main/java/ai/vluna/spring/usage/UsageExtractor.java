package ai.vluna.spring.usage;

import org.jspecify.annotations.Nullable;

/**
 * Reads the usage from what billed work returned. Register implementations as beans: the
 * first in order whose type argument fits the value is asked. For streams it is asked for
 * each element.
 * <p>
 * Called on the threads that deliver the values, many at a time, so it must be safe for
 * use by any number of threads and must not block.
 *
 * @param <T> the type of the values that can be read
 * @since 0.1.0
 */
@FunctionalInterface
public interface UsageExtractor<T> {

	/**
	 * Read the usage of a value.
	 * @param value the value, never {@code null}
	 * @return the usage, or {@code null} when this value tells none; zero is a usage
	 */
	@Nullable Usage extract(T value);

	/**
	 * Tell the usage of work that ended well without a value: a {@code void} method,
	 * {@code null}, an empty {@code Mono}. Without a value there is no type to choose a
	 * bean by, so only an extractor that the operation brings itself is asked.
	 * @return the usage, or {@code null} when it is not known without a value
	 */
	default @Nullable Usage extractWithoutValue() {
		return null;
	}

}
