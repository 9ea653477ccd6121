package ai.vluna.spring.interceptor.misuse;

import org.jspecify.annotations.Nullable;

/**
 * An attribute of {@code @BilledOperation} makes no sense. Thrown at start-up, for lazy
 * beans of unknown type when they are created, and never once work was begun.
 *
 * @since 0.1.0
 */
public final class InvalidBilledOperationException extends RuntimeException {

	private final String method;

	private final String attribute;

	private final String value;

	private final @Nullable Integer position;

	private final String problem;

	private final String remedy;

	InvalidBilledOperationException(BilledAttribute attribute, @Nullable Integer position, String problem,
			String remedy, @Nullable Throwable cause) {
		super("%s is '%s'%s: %s. %s".formatted(attribute, attribute.text(),
				(position != null) ? " (see position " + position + ")" : "", problem, remedy), cause);
		this.method = attribute.method();
		this.attribute = attribute.name();
		this.value = attribute.text();
		this.position = position;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the method that is annotated, or that the annotation of a class applies to.
	 * @return the class, method and parameter types
	 */
	public String getMethod() {
		return this.method;
	}

	/**
	 * Return the attribute that makes no sense.
	 * @return the name of the attribute
	 */
	public String getAttribute() {
		return this.attribute;
	}

	/**
	 * Return the value of the attribute, with its placeholders resolved where that was
	 * possible.
	 * @return the value
	 */
	public String getValue() {
		return this.value;
	}

	/**
	 * Return where in the value the problem is.
	 * @return the position of a character, from zero, or {@code null} when the problem is
	 * the whole value
	 */
	public @Nullable Integer getPosition() {
		return this.position;
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
