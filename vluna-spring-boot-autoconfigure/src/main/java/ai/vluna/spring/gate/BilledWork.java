package ai.vluna.spring.gate;

import org.jspecify.annotations.Nullable;

/**
 * Work that returns a value.
 *
 * @param <T> the type of the value
 * @param <E> the type of exception it may throw
 * @since 0.1.0
 */
@FunctionalInterface
public interface BilledWork<T extends @Nullable Object, E extends Throwable> {

	/**
	 * Do the work.
	 * @return the value
	 * @throws E if the work fails
	 */
	T perform() throws E;

}
