package ai.vluna.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnusableBaseUrlException} without showing credentials.
 */
class UnusableBaseUrlFailureAnalyzer extends AbstractFailureAnalyzer<UnusableBaseUrlException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableBaseUrlException cause) {
		return new FailureAnalysis("Vluna's service API cannot be at '%s'.".formatted(cause.getShown()),
				"Set 'vluna.base-url' to an http or https address without credentials that ends in '/mgt/v1', "
						+ "such as 'https://vluna.example.com/mgt/v1'.",
				cause);
	}

}
