package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.delivery.file.UnusableStoreFileException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnusableStoreFileException}.
 */
class UnusableStoreFileFailureAnalyzer extends AbstractFailureAnalyzer<UnusableStoreFileException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableStoreFileException cause) {
		return new FailureAnalysis("Usage cannot be kept until it is charged, since '%s' is unusable: %s."
			.formatted("vluna.delivery.file.path", cause.getProblem()), cause.getRemedy() + ".", cause);
	}

}
