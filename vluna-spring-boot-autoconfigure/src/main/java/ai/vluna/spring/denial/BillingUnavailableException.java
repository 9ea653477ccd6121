package ai.vluna.spring.denial;

import org.jspecify.annotations.Nullable;

/**
 * The gate did not answer, and the operation's policy does not let it pass; the work was
 * not started.
 *
 * @since 0.1.0
 */
public final class BillingUnavailableException extends BillingException {

	/**
	 * Create an exception.
	 * @param featureCode the feature that was to be used
	 * @param detail what happened instead of an answer
	 * @param cause the cause
	 */
	public BillingUnavailableException(String featureCode, String detail, @Nullable Throwable cause) {
		super("'%s' could not be authorized: %s".formatted(featureCode, detail), featureCode, cause);
	}

}
