package ai.vluna.spring.delivery.jdbc;

/**
 * Thrown at start-up when usage cannot be kept in a database as it is.
 *
 * @since 0.1.0
 */
public final class UnusableStoreException extends RuntimeException {

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param problem what is wrong, a sentence
	 * @param remedy what to do about it, a sentence
	 */
	public UnusableStoreException(String problem, String remedy) {
		super(problem + " " + remedy);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * Return what to do about it.
	 * @return a sentence
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
