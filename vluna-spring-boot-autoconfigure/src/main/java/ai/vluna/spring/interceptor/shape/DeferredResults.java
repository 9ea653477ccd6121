package ai.vluna.spring.interceptor.shape;

import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Results that are values to nobody yet, and whose end nobody can see.
 */
final class DeferredResults {

	/**
	 * By name, as most are optional.
	 */
	private static final Set<String> DEFERRED = Set.of("java.util.Iterator", "java.util.concurrent.Callable",
			"java.util.stream.BaseStream", "org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.context.request.async.WebAsyncTask",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
			"org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

	private DeferredResults() {
	}

	static @Nullable CallShape refuse(ResolvableType type) {
		if (isDeferred(type.toClass())) {
			throw new UnbillableResultException(
					"the work behind a %s goes on after the method returned".formatted(type.toClass().getName()),
					"Return a CompletableFuture, a Mono or a Flux.");
		}
		return null;
	}

	private static boolean isDeferred(@Nullable Class<?> type) {
		return type != null && (DEFERRED.contains(type.getName()) || isDeferred(type.getSuperclass())
				|| Stream.of(type.getInterfaces()).anyMatch(DeferredResults::isDeferred));
	}

}
