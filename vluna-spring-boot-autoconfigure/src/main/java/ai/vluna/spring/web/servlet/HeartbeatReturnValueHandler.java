package ai.vluna.spring.web.servlet;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Lets server-sent events beat. A servlet container sees that a client went away at the
 * next write, which may never come; a comment that clients ignore is one. For internal
 * use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class HeartbeatReturnValueHandler implements HandlerMethodReturnValueHandler {

	private static final ServerSentEvent<Object> BEAT = ServerSentEvent.builder().comment("").build();

	private final HandlerMethodReturnValueHandler delegate;

	private final Duration interval;

	private final Scheduler scheduler;

	/**
	 * Create a handler.
	 * @param delegate sends emitters and publishers
	 * @param interval the time from beat to beat
	 * @param scheduler a scheduler whose threads may block, as writing does
	 */
	public HeartbeatReturnValueHandler(HandlerMethodReturnValueHandler delegate, Duration interval,
			Scheduler scheduler) {
		this.delegate = delegate;
		this.interval = interval;
		this.scheduler = scheduler;
	}

	@Override
	public boolean supportsReturnType(MethodParameter returnType) {
		return this.delegate.supportsReturnType(returnType);
	}

	@Override
	public void handleReturnValue(@Nullable Object returnValue, MethodParameter returnType, ModelAndViewContainer mav,
			NativeWebRequest request) throws Exception {
		if (returnValue instanceof ResponseEntity<?> response) {
			Object body = beating(response.getBody(), returnType.nested(), response.getHeaders(), request);
			this.delegate.handleReturnValue(new ResponseEntity<>(body, response.getHeaders(), response.getStatusCode()),
					returnType, mav, request);
			return;
		}
		this.delegate.handleReturnValue(beating(returnValue, returnType, HttpHeaders.EMPTY, request), returnType, mav,
				request);
	}

	private @Nullable Object beating(@Nullable Object body, MethodParameter type, HttpHeaders headers,
			NativeWebRequest request) {
		if (body instanceof SseEmitter emitter) {
			EmitterHeartbeat.start(emitter, this.interval, this.scheduler);
			return body;
		}
		ReactiveAdapter adapter = (body != null)
				? ReactiveAdapterRegistry.getSharedInstance().getAdapter(body.getClass()) : null;
		return (adapter != null && adapter.isMultiValue() && areEvents(type, headers, request))
				? beating(Flux.from(adapter.toPublisher(body))) : body;
	}

	private Flux<Object> beating(Flux<Object> events) {
		return Flux.defer(() -> {
			Sinks.Empty<Void> end = Sinks.empty();
			Flux<Object> beats = Flux.interval(this.interval, this.scheduler)
				.onBackpressureDrop()
				.<Object>map((tick) -> BEAT)
				.takeUntilOther(end.asMono());
			return Flux.merge(1, events.doFinally((signal) -> end.tryEmitEmpty()), beats);
		});
	}

	private static boolean areEvents(MethodParameter type, HttpHeaders headers, NativeWebRequest request) {
		if (ServerSentEvent.class.isAssignableFrom(ResolvableType.forMethodParameter(type).getGeneric().toClass())) {
			return true;
		}
		MediaType contentType = headers.getContentType();
		return ((contentType != null) ? List.of(contentType) : acceptable(request)).stream()
			.anyMatch(MediaType.TEXT_EVENT_STREAM::includes);
	}

	@SuppressWarnings("unchecked")
	private static Collection<MediaType> acceptable(NativeWebRequest request) {
		Object producible = request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE,
				RequestAttributes.SCOPE_REQUEST);
		if (producible instanceof Collection<?> types && !types.isEmpty()) {
			return (Collection<MediaType>) types;
		}
		return MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
	}

}
