package ai.vluna.spring.denial;

import org.jspecify.annotations.Nullable;

/**
 * The gate refused the request because of our own mistake: a wrong key, realm, feature or
 * value. Never the customer's fault; the work was not started.
 *
 * @since 0.1.0
 */
public final class BillingConfigurationException extends BillingException {

	/**
	 * Create an exception.
	 * @param featureCode the feature that was to be used
	 * @param detail what is wrong and what to do about it
	 * @param cause the gate's answer
	 */
	public BillingConfigurationException(String featureCode, String detail, @Nullable Throwable cause) {
		super("'%s' could not be authorized because billing is not set up correctly: %s".formatted(featureCode, detail),
				featureCode, cause);
	}

}
