package ai.vluna.spring.denial;

import org.jspecify.annotations.Nullable;

/**
 * Work was not started because it could not be admitted.
 *
 * @since 0.1.0
 */
public abstract sealed class BillingException extends RuntimeException permits BillingDeniedException,
		BillingConflictException, BillingUnavailableException, BillingConfigurationException {

	private final String featureCode;

	BillingException(String message, String featureCode, @Nullable Throwable cause) {
		super(message, cause);
		this.featureCode = featureCode;
	}

	/**
	 * Return the feature that was to be used.
	 * @return the feature code
	 */
	public String getFeatureCode() {
		return this.featureCode;
	}

}
