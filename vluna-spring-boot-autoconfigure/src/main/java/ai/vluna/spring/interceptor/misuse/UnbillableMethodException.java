package ai.vluna.spring.interceptor.misuse;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * A method carries {@code @BilledOperation}, but its calls could not be billed, so that
 * its work would be given away in silence.
 *
 * @since 0.1.0
 */
public final class UnbillableMethodException extends RuntimeException {

	private final String method;

	private final @Nullable String beanName;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param type the class of the object that the method is called on
	 * @param method the method
	 * @param beanName the name of the bean, or {@code null} when no bean could bill it
	 * @param problem half a sentence
	 * @param remedy a sentence
	 */
	public UnbillableMethodException(Class<?> type, Method method, @Nullable String beanName, String problem,
			String remedy) {
		this(BilledAttribute.describe(type, method), beanName, problem, remedy);
	}

	private UnbillableMethodException(String method, @Nullable String beanName, String problem, String remedy) {
		super("@BilledOperation on %s%s cannot bill: %s. %s".formatted(method,
				(beanName != null) ? " of bean '" + beanName + "'" : "", problem, remedy));
		this.method = method;
		this.beanName = beanName;
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
	 * Return the bean.
	 * @return the name of the bean, or {@code null} when no bean could bill the method
	 */
	public @Nullable String getBeanName() {
		return this.beanName;
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
