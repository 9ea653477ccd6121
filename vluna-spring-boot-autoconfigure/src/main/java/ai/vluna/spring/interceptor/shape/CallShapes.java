package ai.vluna.spring.interceptor.shape;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;

/**
 * All shapes that there are, in order: the first that fits the declared type of a
 * method's result is the shape of the method. For internal use: it may change without
 * notice.
 *
 * @since 0.1.0
 */
public final class CallShapes {

	private final List<Function<ResolvableType, @Nullable CallShape>> families = List.of(FutureShape::find,
			ReactiveShape::find, DeferredResults::refuse, ValueShape::find);

	/**
	 * Choose the shape of a method.
	 * @param method the most specific method
	 * @param targetClass the class that it is called on
	 * @return the shape
	 * @throws UnbillableResultException if results of the declared type cannot be billed
	 */
	public CallShape of(Method method, Class<?> targetClass) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			throw new UnbillableResultException("Kotlin's suspend functions are not supported yet",
					"Return a Mono or a Flux.");
		}
		ResolvableType type = ResolvableType.forMethodReturnType(method, targetClass);
		for (Function<ResolvableType, @Nullable CallShape> family : this.families) {
			CallShape shape = family.apply(type);
			if (shape != null) {
				return shape;
			}
		}
		throw new IllegalStateException("No shape for " + type);
	}

}
