package ai.vluna.spring.delivery.file;

import org.jspecify.annotations.Nullable;

/**
 * The file that is to keep settlements cannot be used. It was left as it is.
 *
 * @since 0.1.0
 */
public final class UnusableStoreFileException extends RuntimeException {

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param problem what is wrong with which file
	 * @param remedy what to do about it
	 * @param cause the cause
	 */
	public UnusableStoreFileException(String problem, String remedy, @Nullable Throwable cause) {
		super("%s. %s".formatted(problem, remedy), cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence that names the file, without its full stop
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * Return what to do about it.
	 * @return one or more sentences
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
