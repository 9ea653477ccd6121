package ai.vluna.spring.interceptor;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * One attribute of the annotation on one method: what an error about it has to name.
 *
 * @param method the method
 * @param name the name of the attribute
 * @param text the text of the attribute
 */
record BilledAttribute(String method, String name, String text) {

	static String describe(Class<?> type, Method method) {
		Class<?> named = Proxy.isProxyClass(type) ? method.getDeclaringClass() : ClassUtils.getUserClass(type);
		return Arrays.stream(method.getParameterTypes())
			.map(ClassUtils::getShortName)
			.collect(Collectors.joining(", ", named.getName() + "." + method.getName() + "(", ")"));
	}

	BilledAttribute withText(String text) {
		return new BilledAttribute(this.method, this.name, text);
	}

	boolean isPresent() {
		return !this.text.isBlank();
	}

	InvalidBilledOperationException invalid(String problem, String remedy) {
		return invalid(null, problem, remedy, null);
	}

	InvalidBilledOperationException invalid(@Nullable Integer position, String problem, String remedy,
			@Nullable Throwable cause) {
		return new InvalidBilledOperationException(this, position, problem, remedy, cause);
	}

	@Override
	public String toString() {
		return "'%s' of @BilledOperation on %s".formatted(this.name, this.method);
	}

}
