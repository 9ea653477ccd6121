package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an annotation whose attributes make no sense.
 */
class InvalidBilledOperationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidBilledOperationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidBilledOperationException cause) {
		Integer position = cause.getPosition();
		String where = (position != null) ? " at position " + position : "";
		return new FailureAnalysis("@BilledOperation on %s: attribute '%s' with the value '%s' is wrong%s: %s"
			.formatted(cause.getMethod(), cause.getAttribute(), cause.getValue(), where, cause.getProblem()),
				cause.getRemedy(), cause);
	}

}
