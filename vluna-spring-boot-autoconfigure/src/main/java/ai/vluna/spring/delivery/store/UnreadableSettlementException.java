package ai.vluna.spring.delivery.store;

import org.jspecify.annotations.Nullable;

/**
 * A stored settlement that this version of the library cannot read. It stays stored.
 *
 * @since 0.1.0
 */
public final class UnreadableSettlementException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what cannot be read, and the remedy
	 * @param cause the cause
	 */
	public UnreadableSettlementException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
