package ai.vluna.spring.gate;

/**
 * Successful work told no usage, and the operation's policy is to fail then. The lease
 * was cancelled.
 *
 * @since 0.1.0
 */
public class MissingUsageException extends IllegalStateException {

	/**
	 * Create an exception.
	 * @param featureCode the feature that was used
	 */
	public MissingUsageException(String featureCode) {
		super(("Work for '%s' told no usage. Set 'quantity', register a UsageExtractor for its result or call "
				+ "UsageReporter.report(...), or choose another policy than 'FAIL' for missing usage")
			.formatted(featureCode));
	}

}
