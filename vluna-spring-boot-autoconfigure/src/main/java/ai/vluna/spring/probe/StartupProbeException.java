package ai.vluna.spring.probe;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The application must not start, as the gate would not charge for its work.
 *
 * @since 0.1.0
 */
public class StartupProbeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<Finding> findings;

	/**
	 * Create an exception.
	 * @param findings what is wrong
	 * @param cause why the gate could not be asked
	 */
	public StartupProbeException(List<Finding> findings, @Nullable Throwable cause) {
		super(findings.stream().map(Finding::problem).collect(Collectors.joining(" ")), cause);
		this.findings = List.copyOf(findings);
	}

	/**
	 * Return what is wrong.
	 * @return the findings
	 */
	public List<Finding> getFindings() {
		return this.findings;
	}

}
