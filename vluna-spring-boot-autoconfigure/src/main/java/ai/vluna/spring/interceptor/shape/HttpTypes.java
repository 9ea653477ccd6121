package ai.vluna.spring.interceptor.shape;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.ClassUtils;

/**
 * The types of spring-web that wrap what is billed, in applications that have them.
 */
final class HttpTypes {

	private static final boolean PRESENT = ClassUtils.isPresent("org.springframework.http.HttpEntity",
			HttpTypes.class.getClassLoader());

	private static final int MAX_DEPTH = 4;

	private HttpTypes() {
	}

	/**
	 * Return whether a type is a response or an event, or has them inside.
	 * @param type the type that a method declares
	 * @return whether values of it wrap others
	 */
	static boolean areIn(ResolvableType type) {
		return PRESENT && areIn(type, MAX_DEPTH);
	}

	/**
	 * Return whether a type is a response.
	 * @param type the type
	 * @return whether values of it have a body
	 */
	static boolean isEntity(ResolvableType type) {
		return PRESENT && HttpEntity.class.isAssignableFrom(type.toClass());
	}

	/**
	 * Return the type of a response's body.
	 * @param type a type that is a response
	 * @return the type of the body
	 */
	static ResolvableType bodyOf(ResolvableType type) {
		return type.as(HttpEntity.class).getGeneric(0);
	}

	/**
	 * Return what is inside of a value.
	 * @param value the value
	 * @return the value itself unless it wraps another one
	 */
	static @Nullable Object unwrap(@Nullable Object value) {
		if (PRESENT && value instanceof HttpEntity<?> entity) {
			return unwrap(entity.getBody());
		}
		return (PRESENT && value instanceof ServerSentEvent<?> event) ? event.data() : value;
	}

	private static boolean areIn(ResolvableType type, int depth) {
		return isEntity(type) || ServerSentEvent.class.isAssignableFrom(type.toClass())
				|| (depth > 0 && Stream.of(type.getGenerics()).anyMatch((generic) -> areIn(generic, depth - 1)));
	}

}
