package ai.vluna.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link UnusableServiceKeyException} without showing the key.
 */
class UnusableServiceKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnusableServiceKeyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableServiceKeyException cause) {
		return new FailureAnalysis(
				"The key that requests to Vluna are signed with cannot be used: %s.".formatted(cause.getProblem()),
				"Set 'vluna.service-key.id' and 'vluna.service-key.secret' to the texts that Vluna handed out, "
						+ "the secret in base64.",
				cause);
	}

}
