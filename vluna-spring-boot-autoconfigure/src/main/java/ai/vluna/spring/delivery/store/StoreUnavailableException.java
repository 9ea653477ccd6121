package ai.vluna.spring.delivery.store;

import org.jspecify.annotations.Nullable;

/**
 * The store of settlements cannot be used at present, whatever is asked of it.
 *
 * @since 0.1.0
 */
public final class StoreUnavailableException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what happened, and the remedy
	 * @param cause the cause
	 */
	public StoreUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
