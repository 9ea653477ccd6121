package ai.vluna.spring.interceptor.check;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Finds annotations that both say what a method charges: two on one element, or those of
 * an interface and a class that differ. A call is one operation, so that one of them
 * would be ignored. An override may say something else than the method it overrides.
 */
final class CompetingAnnotations {

	private CompetingAnnotations() {
	}

	/**
	 * Find out whether a billed method has two annotations.
	 * @param method the method
	 * @return where they are, or {@code null} when there is only one
	 */
	static @Nullable String find(Method method) {
		if (isAnnotatedTwice(method)) {
			return "the method is annotated twice";
		}
		List<MergedAnnotation<BilledOperation>> onMethods = MergedAnnotations
			.from(method, SearchStrategy.TYPE_HIERARCHY)
			.stream(BilledOperation.class)
			.toList();
		if (onMethods.isEmpty()) {
			return isAnnotatedTwice(method.getDeclaringClass()) ? "the class is annotated twice" : null;
		}
		Annotation effective = onMethods.get(0).synthesize();
		for (MergedAnnotation<BilledOperation> other : onMethods) {
			if (other.getSource() instanceof Method source && source.getDeclaringClass().isInterface()
					&& !effective.equals(other.synthesize())) {
				return "the annotation on '%s' says something else"
					.formatted(BilledAttribute.describe(source.getDeclaringClass(), source));
			}
		}
		return null;
	}

	private static boolean isAnnotatedTwice(AnnotatedElement element) {
		return MergedAnnotations.from(element).stream(BilledOperation.class).count() > 1;
	}

}
