package ai.vluna.spring.probe;

/**
 * Something that keeps the gate from charging.
 *
 * @param problem what is wrong and what follows from it, a sentence without secrets
 * @param remedy what to do about it, a sentence
 * @param certain whether it does so for all work of a feature, and not only for what may
 * never come
 * @since 0.1.0
 */
public record Finding(String problem, String remedy, boolean certain) {

	/**
	 * Create a finding that is certain.
	 * @param problem what is wrong and what follows from it
	 * @param remedy what to do about it
	 */
	public Finding(String problem, String remedy) {
		this(problem, remedy, true);
	}

}
