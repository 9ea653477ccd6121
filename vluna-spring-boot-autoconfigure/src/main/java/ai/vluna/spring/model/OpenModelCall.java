package ai.vluna.spring.model;

import ai.vluna.spring.gate.OpenOperation;
import org.jspecify.annotations.Nullable;

/**
 * A model call that was started and tells its response to callbacks. Whoever decorates
 * the callbacks says what comes and how it ends; the first end counts.
 * <p>
 * Safe for use by any number of threads.
 *
 * @param <T> the type of the chunks and of the response
 * @since 0.1.0
 */
public final class OpenModelCall<T> {

	private final @Nullable OpenOperation operation;

	OpenModelCall(@Nullable OpenOperation operation) {
		this.operation = operation;
	}

	/**
	 * Show a chunk, or the response, to the reader of the usage. Never throws.
	 * @param value the chunk or response
	 */
	public void next(T value) {
		if (this.operation != null) {
			this.operation.element(value);
		}
	}

	/**
	 * Say that the response is complete. Waits for the settlement on a thread that may
	 * block, so that it is best told before the callback.
	 * @throws ai.vluna.spring.gate.MissingUsageException if the response told no usage
	 * and the policy is to fail
	 */
	public void complete() {
		if (this.operation != null) {
			this.operation.complete();
		}
	}

	/**
	 * Say that the call failed or that nobody wants the rest. Does not block.
	 */
	public void interrupt() {
		if (this.operation != null) {
			this.operation.interrupt();
		}
	}

	/**
	 * Run a callback of whoever called the model, which is no part of the call even if
	 * the model runs it before it returns: a model call that it makes is billed.
	 * @param <E> the type of exception it may throw
	 * @param callback the callback
	 * @throws E if it throws it
	 */
	public <E extends Throwable> void callback(Callback<E> callback) throws E {
		InnerCalls.<@Nullable Object, E>outside(() -> {
			callback.run();
			return null;
		});
	}

	/**
	 * Starts a call.
	 *
	 * @param <T> the type of the chunks and of the response
	 * @param <R> the type of what the start returns
	 * @param <E> the type of exception the start may throw
	 */
	@FunctionalInterface
	public interface Start<T, R extends @Nullable Object, E extends Throwable> {

		/**
		 * Start the call.
		 * @param call to be told what comes and how it ends
		 * @return whatever the caller gets
		 * @throws E if the call cannot be started
		 */
		R start(OpenModelCall<T> call) throws E;

	}

	/**
	 * A callback of whoever called the model.
	 *
	 * @param <E> the type of exception it may throw
	 */
	@FunctionalInterface
	public interface Callback<E extends Throwable> {

		/**
		 * Run the callback.
		 * @throws E if it fails
		 */
		void run() throws E;

	}

}
