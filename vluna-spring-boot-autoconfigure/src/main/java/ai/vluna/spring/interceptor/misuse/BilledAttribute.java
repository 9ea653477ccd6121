package ai.vluna.spring.interceptor.misuse;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * One attribute of the annotation on one method: what an error about it has to name.
 * <p>
 * For internal use: it may change without notice.
 *
 * @param method the method
 * @param name the name of the attribute
 * @param text the text of the attribute
 * @since 0.1.0
 */
public record BilledAttribute(String method, String name, String text) {

	/**
	 * Describe a method as people find it.
	 * @param type the class of the object that it is called on
	 * @param method the method
	 * @return the class, method and parameter types
	 */
	public static String describe(Class<?> type, Method method) {
		Class<?> named = Proxy.isProxyClass(type) ? method.getDeclaringClass() : ClassUtils.getUserClass(type);
		return Arrays.stream(method.getParameterTypes())
			.map(ClassUtils::getShortName)
			.collect(Collectors.joining(", ", named.getName() + "." + method.getName() + "(", ")"));
	}

	/**
	 * Return this attribute with another text.
	 * @param text the text
	 * @return the attribute
	 */
	public BilledAttribute withText(String text) {
		return new BilledAttribute(this.method, this.name, text);
	}

	/**
	 * Return whether the attribute says anything.
	 * @return whether there is a text
	 */
	public boolean isPresent() {
		return !this.text.isBlank();
	}

	/**
	 * Describe what is wrong with the attribute.
	 * @param problem half a sentence
	 * @param remedy a sentence
	 * @return the exception to throw
	 */
	public InvalidBilledOperationException invalid(String problem, String remedy) {
		return invalid(null, problem, remedy, null);
	}

	/**
	 * Describe what is wrong at a position of the attribute.
	 * @param position the position of a character, or {@code null} for the whole value
	 * @param problem half a sentence
	 * @param remedy a sentence
	 * @param cause the cause, if any
	 * @return the exception to throw
	 */
	public InvalidBilledOperationException invalid(@Nullable Integer position, String problem, String remedy,
			@Nullable Throwable cause) {
		return new InvalidBilledOperationException(this, position, problem, remedy, cause);
	}

	@Override
	public String toString() {
		return "'%s' of @BilledOperation on %s".formatted(this.name, this.method);
	}

}
