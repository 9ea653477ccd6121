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

/**
 * Which methods of a class are billed? Reads annotations and nothing else, so that it can
 * be asked at any time of the application's life.
 */
final class BilledMethods {

	private BilledMethods() {
	}

	/**
	 * Return whether looking closer at a class is worth while.
	 * @param type the class
	 * @return whether it could carry the annotation
	 */
	static boolean mayExistIn(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, BilledOperation.class);
	}

	/**
	 * Return the billed methods of a class, inherited ones included.
	 * @param type the class
	 * @return the most specific methods
	 */
	static Set<Method> of(Class<?> type) {
		return mayExistIn(type) ? MethodIntrospector
			.<MergedAnnotation<BilledOperation>>selectMethods(type, (Method method) -> find(method, type))
			.keySet() : Set.of();
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
				&& ClassUtils.isUserLevelMethod(method);
	}

}
