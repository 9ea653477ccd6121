package ai.vluna.spring.interceptor;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * How a method gives its result, which decides the template's method that bills it. Known
 * from the declared type, once for each method.
 *
 * @param kind the kind of result
 * @param adapter converts between the declared type and Reactor's, or {@code null} when
 * there is nothing to convert
 */
record InvocationShape(Kind kind, @Nullable ReactiveAdapter adapter) {

	/**
	 * Results that are values to nobody yet; by name, as most are optional.
	 */
	private static final Set<String> DEFERRED = Set.of("java.util.Iterator", "java.util.concurrent.Callable",
			"java.util.stream.BaseStream", "org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.context.request.async.WebAsyncTask",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
			"org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

	/**
	 * Determine the shape of a method.
	 * @param method the most specific method
	 * @param targetClass the class that it is called on
	 * @return the shape
	 * @throws UnbillableMethodException if results of the declared type cannot be billed
	 */
	static InvocationShape of(Method method, Class<?> targetClass) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			throw new UnbillableMethodException(targetClass, method, null,
					"Kotlin's suspend functions are not supported yet", "Return a Mono or a Flux.");
		}
		Class<?> type = GenericTypeResolver.resolveReturnType(method, targetClass);
		if (type == CompletionStage.class || type == CompletableFuture.class) {
			return new InvocationShape(Kind.FUTURE, null);
		}
		if (Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type)) {
			throw new UnbillableMethodException(targetClass, method, null,
					"the end of a %s cannot be observed or replaced".formatted(type.getName()),
					"Declare CompletableFuture or CompletionStage.");
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (adapter == null && isDeferred(type)) {
			throw new UnbillableMethodException(targetClass, method, null,
					"the work behind a %s goes on after the method returned".formatted(type.getName()),
					"Return a CompletableFuture, a Mono or a Flux.");
		}
		if (adapter == null) {
			return new InvocationShape((type != Object.class) ? Kind.VALUE : Kind.UNDECLARED, null);
		}
		if (!type.isAssignableFrom(adapter.getReactiveType())) {
			throw new UnbillableMethodException(targetClass, method, null,
					"a billed publisher is no %s".formatted(type.getName()),
					"Declare %s, Mono or Flux.".formatted(adapter.getReactiveType().getSimpleName()));
		}
		boolean reactor = (type == Mono.class || type == Flux.class || type == Publisher.class);
		return new InvocationShape(adapter.isMultiValue() ? Kind.MULTIPLE : Kind.SINGLE, reactor ? null : adapter);
	}

	private static boolean isDeferred(@Nullable Class<?> type) {
		return type != null && (DEFERRED.contains(type.getName()) || isDeferred(type.getSuperclass())
				|| Stream.of(type.getInterfaces()).anyMatch(InvocationShape::isDeferred));
	}

	/**
	 * Make the result of the method from the billed publisher.
	 * @param publisher the billed publisher
	 * @return the result, of the declared type
	 */
	Object toResult(Publisher<Object> publisher) {
		return (this.adapter != null) ? this.adapter.fromPublisher(publisher) : publisher;
	}

	/**
	 * Make a publisher from the result of the method.
	 * @param result the result, of the declared type
	 * @return the publisher, or {@code null} when there is no result
	 */
	@SuppressWarnings("unchecked")
	@Nullable Publisher<Object> toPublisher(@Nullable Object result) {
		return (this.adapter != null && result != null) ? this.adapter.toPublisher(result) : (Publisher<Object>) result;
	}

	/**
	 * The kinds of result.
	 */
	enum Kind {

		/**
		 * A value, or nothing; the work is done when the method returns.
		 */
		VALUE,

		/**
		 * Declared as any object, which must turn out to be a value.
		 */
		UNDECLARED,

		/**
		 * A future.
		 */
		FUTURE,

		/**
		 * A publisher of at most one value.
		 */
		SINGLE,

		/**
		 * A publisher of any number of values.
		 */
		MULTIPLE

	}

}
