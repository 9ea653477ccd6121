package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an annotated method whose work would be given away.
 */
class UnbillableMethodFailureAnalyzer extends AbstractFailureAnalyzer<UnbillableMethodException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnbillableMethodException cause) {
		String bean = (cause.getBeanName() != null) ? " of the bean '" + cause.getBeanName() + "'" : "";
		return new FailureAnalysis(
				"@BilledOperation on %s%s cannot bill: %s".formatted(cause.getMethod(), bean, cause.getProblem()),
				cause.getRemedy(), cause);
	}

}
