package ai.vluna.spring.gate;

import org.jspecify.annotations.Nullable;

/**
 * Work whose result goes on with it.
 *
 * @param <T> the type of the result
 * @param <E> the type of exception it may throw
 * @since 0.1.0
 */
@FunctionalInterface
public interface OpenWork<T extends @Nullable Object, E extends Throwable> {

	/**
	 * Do the work up to the result.
	 * @param operation to be told how the work goes on and ends
	 * @return the result
	 * @throws E if the work fails
	 */
	T perform(OpenOperation operation) throws E;

}
