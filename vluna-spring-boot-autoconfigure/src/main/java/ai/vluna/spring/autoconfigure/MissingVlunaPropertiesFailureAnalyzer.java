package ai.vluna.spring.autoconfigure;

import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows what to paste when properties are missing.
 */
class MissingVlunaPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<MissingVlunaPropertiesException> {

	private static final Map<String, String> EXAMPLES = Map.of("vluna.base-url", "https://<your Vluna host>/mgt/v1",
			"vluna.realm-id", "<your realm>", "vluna.service-key.id", "pk-...", "vluna.service-key.secret",
			"<base64 text of the secret>", "vluna.subject.principal",
			"fixed:<id> | claim:<name> | authenticated | resolver", "vluna.subject.user",
			"fixed:<id> | claim:<name> | authenticated | resolver", "vluna.delivery.file.path",
			"<file on a disk that outlives the process, in a container on a volume>");

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingVlunaPropertiesException cause) {
		String lines = cause.getNames()
			.stream()
			.map((name) -> "    " + name + "=" + EXAMPLES.getOrDefault(name, ""))
			.collect(Collectors.joining(System.lineSeparator()));
		return new FailureAnalysis(
				"Billing through Vluna needs properties that are not set: " + String.join(", ", cause.getNames()) + ".",
				"Set them, for example in application.properties:%n%n%s%n%nOr set 'vluna.enabled=false' to run without billing."
					.formatted(lines),
				cause);
	}

}
