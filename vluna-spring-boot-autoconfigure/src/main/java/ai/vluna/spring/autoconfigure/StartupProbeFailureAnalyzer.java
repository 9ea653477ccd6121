package ai.vluna.spring.autoconfigure;

import java.util.function.Function;
import java.util.stream.Collectors;

import ai.vluna.spring.probe.Finding;
import ai.vluna.spring.probe.StartupProbeException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains what keeps the gate from charging.
 */
class StartupProbeFailureAnalyzer extends AbstractFailureAnalyzer<StartupProbeException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StartupProbeException cause) {
		return new FailureAnalysis(lines(cause, Finding::problem), lines(cause, Finding::remedy)
				+ "%nTo start all the same, set 'vluna.startup-probe.mode=warn'.".formatted(), cause);
	}

	private static String lines(StartupProbeException cause, Function<Finding, String> part) {
		return cause.getFindings().stream().map(part).collect(Collectors.joining(System.lineSeparator()));
	}

}
