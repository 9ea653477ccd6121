package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.delivery.jdbc.UnusableStoreException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link UnusableStoreException}.
 */
class UnusableStoreFailureAnalyzer extends AbstractFailureAnalyzer<UnusableStoreException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableStoreException cause) {
		return new FailureAnalysis(cause.getProblem(), cause.getRemedy(), cause);
	}

}
