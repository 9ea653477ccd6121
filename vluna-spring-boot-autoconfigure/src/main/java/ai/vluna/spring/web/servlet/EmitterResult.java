package ai.vluna.spring.web.servlet;

import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.gate.OpenOperation;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * Follows emitters: the work is done when they are completed, and is interrupted by an
 * error, a timeout, or a client that went away. For internal use: it may change without
 * notice.
 *
 * @since 0.1.0
 */
public final class EmitterResult implements OngoingResult<ResponseBodyEmitter> {

	@Override
	public Class<ResponseBodyEmitter> type() {
		return ResponseBodyEmitter.class;
	}

	@Override
	public boolean isReplaced() {
		return false;
	}

	@Override
	public ResponseBodyEmitter follow(ResponseBodyEmitter result, OpenOperation operation) {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			// The emitter itself would not tell an error from a good end, and only after
			// the client saw it.
			HttpServletRequest request = attributes.getRequest();
			WebAsyncUtils.getAsyncManager(request)
				.registerDeferredResultInterceptor(operation, new ResponseEnd(result, operation));
		}
		result.onTimeout(operation::interrupt);
		result.onError((failure) -> operation.interrupt());
		result.onCompletion(() -> complete(result, operation));
		operation.interruptWhenUnreachable(result);
		return result;
	}

	private static void complete(ResponseBodyEmitter emitter, OpenOperation operation) {
		operation.element(emitter);
		operation.complete();
	}

	/**
	 * Sees the end of the response before the client does.
	 *
	 * @param emitter the emitter
	 * @param operation to be told
	 */
	private record ResponseEnd(ResponseBodyEmitter emitter,
			OpenOperation operation) implements DeferredResultProcessingInterceptor {

		@Override
		public <T> void postProcess(NativeWebRequest request, DeferredResult<T> deferredResult,
				@Nullable Object concurrentResult) {
			if (concurrentResult instanceof Throwable) {
				this.operation.interrupt();
			}
			else {
				complete(this.emitter, this.operation);
			}
		}

	}

}
