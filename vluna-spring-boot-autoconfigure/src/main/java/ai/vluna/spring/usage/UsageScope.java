package ai.vluna.spring.usage;

/**
 * Something that usage counts for: the operation that runs on a thread or in a reactive
 * chain. For internal use: it may change without notice.
 *
 * @since 0.1.0
 * @see UsageReporter
 */
public interface UsageScope {

	/**
	 * Take a usage that the code reported itself.
	 * @param usage the usage
	 */
	void report(Usage usage);

}
