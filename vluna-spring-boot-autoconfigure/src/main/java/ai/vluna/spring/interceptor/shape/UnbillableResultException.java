package ai.vluna.spring.interceptor.shape;

/**
 * A method declares a result whose end could not be seen, so that its work would be given
 * away in silence. For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class UnbillableResultException extends RuntimeException {

	private final String problem;

	private final String remedy;

	UnbillableResultException(String problem, String remedy) {
		super(problem + ". " + remedy);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return what is wrong.
	 * @return half a sentence
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * Return what can be done about it.
	 * @return a sentence
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
