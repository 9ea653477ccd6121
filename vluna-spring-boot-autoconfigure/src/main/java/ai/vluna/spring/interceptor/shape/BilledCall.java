package ai.vluna.spring.interceptor.shape;

import ai.vluna.spring.gate.Operation;
import org.jspecify.annotations.Nullable;

/**
 * One call of a billed method, not yet made. Its {@code toString()} names the method. For
 * internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public interface BilledCall {

	/**
	 * Describe the call.
	 * @return the operation that it is
	 */
	Operation operation();

	/**
	 * Return whether a call that fails is made again, by somebody outside.
	 * @return whether this is one of several attempts
	 */
	boolean isRetried();

	/**
	 * Make the call, once.
	 * @return what the method returned
	 * @throws Throwable if the method throws it
	 */
	@Nullable Object proceed() throws Throwable;

	/**
	 * Make the call as often as it is asked for.
	 * @return what the method returned this time
	 * @throws Throwable if the method throws it
	 * @throws IllegalStateException if the call can be made only once
	 */
	@Nullable Object proceedAnew() throws Throwable;

}
