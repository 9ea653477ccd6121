package ai.vluna.spring.interceptor.shape;

import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Results that are values to nobody yet, and whose end nobody can see.
 */
final class DeferredResults {

	/**
	 * By name, as most are optional.
	 */
	private static final Set<String> DEFERRED = Set.of("java.util.concurrent.Callable", "java.util.stream.BaseStream",
			"org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.context.request.async.WebAsyncTask",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
			"org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

	private DeferredResults() {
	}

	static void refuse(Class<?> type) {
		if (isDeferred(type)) {
			throw new UnbillableResultException(
					"the work behind a %s goes on after the method returned".formatted(type.getName()),
					"Return a CompletableFuture, a Mono or a Flux.");
		}
	}

	private static boolean isDeferred(@Nullable Class<?> type) {
		return type != null && (DEFERRED.contains(type.getName()) || isDeferred(type.getSuperclass())
				|| Stream.of(type.getInterfaces()).anyMatch(DeferredResults::isDeferred));
	}

}
