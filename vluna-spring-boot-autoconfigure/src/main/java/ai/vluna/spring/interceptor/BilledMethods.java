package ai.vluna.spring.interceptor;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;

import ai.vluna.spring.annotation.BilledOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Which methods of a class are billed? Reads annotations and nothing else, so that it can
 * be asked at any time of the application's life.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class BilledMethods {

	private BilledMethods() {
	}

	/**
	 * Return the billed methods of a class, inherited ones included.
	 * @param type the class
	 * @return the most specific methods
	 */
	public static Set<Method> of(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, BilledOperation.class)) {
			return Set.of();
		}
		return MethodIntrospector.selectMethods(type, (Method method) -> find(method, type) != null);
	}

	/**
	 * Return whether a method is annotated itself, and not just by its class.
	 * @param method a billed method
	 * @param targetClass the class of the object that it is called on
	 * @return whether somebody meant this very method
	 */
	public static boolean isAnnotated(Method method, Class<?> targetClass) {
		MergedAnnotation<BilledOperation> found = find(method, targetClass);
		return found != null && found.getSource() instanceof Method;
	}

	/**
	 * Find what applies to a method, in Spring's order: the method of the target class
	 * and those it overrides, the class that declares it, the method that was called, and
	 * the class or interface that declares that one.
	 * @param method the method that is called
	 * @param targetClass the class of the object that it is called on
	 * @return the merged annotation, or {@code null}
	 */
	static @Nullable MergedAnnotation<BilledOperation> find(Method method, Class<?> targetClass) {
		if (method.getDeclaringClass() == Object.class) {
			return null;
		}
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		MergedAnnotation<BilledOperation> found = find(specific);
		return (found != null || specific.equals(method)) ? found : find(method);
	}

	private static @Nullable MergedAnnotation<BilledOperation> find(Method method) {
		MergedAnnotation<BilledOperation> onMethod = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.get(BilledOperation.class);
		if (onMethod.isPresent()) {
			return onMethod;
		}
		if (!isCoveredByClass(method)) {
			return null;
		}
		MergedAnnotation<BilledOperation> onClass = MergedAnnotations
			.from(method.getDeclaringClass(), SearchStrategy.TYPE_HIERARCHY)
			.get(BilledOperation.class);
		return onClass.isPresent() ? onClass : null;
	}

	private static boolean isCoveredByClass(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& ClassUtils.isUserLevelMethod(method) && !ReflectionUtils.isObjectMethod(method);
	}

}
