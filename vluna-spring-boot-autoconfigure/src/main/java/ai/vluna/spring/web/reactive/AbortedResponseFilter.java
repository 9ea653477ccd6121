package ai.vluna.spring.web.reactive;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Cancels the body of a response that could not be written. WebFlux takes the first
 * element of a body before it begins to write; where the client left meanwhile, writing
 * fails and nobody cancels the body, which would never end.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class AbortedResponseFilter implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpResponse response = exchange.getResponse();
		return chain.filter(exchange.mutate()
			.response((response instanceof ZeroCopyHttpOutputMessage) ? new ZeroCopyAbortingResponse(response)
					: new AbortingResponse(response))
			.build());
	}

	/**
	 * A response that cancels its body when writing is over.
	 */
	private static class AbortingResponse extends ServerHttpResponseDecorator {

		AbortingResponse(ServerHttpResponse delegate) {
			super(delegate);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			if (body instanceof Mono) {
				return super.writeWith(body);
			}
			AtomicReference<@Nullable Subscription> source = new AtomicReference<>();
			return super.writeWith(Flux.from(body).doOnSubscribe(source::set)).doFinally((signal) -> cancel(source));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			AtomicReference<@Nullable Subscription> source = new AtomicReference<>();
			return super.writeAndFlushWith(Flux.from(body).doOnSubscribe(source::set))
				.doFinally((signal) -> cancel(source));
		}

		private static void cancel(AtomicReference<@Nullable Subscription> source) {
			Subscription subscription = source.get();
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

	/**
	 * The same where files can be sent without copying them.
	 */
	private static final class ZeroCopyAbortingResponse extends AbortingResponse implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage delegate;

		ZeroCopyAbortingResponse(ServerHttpResponse delegate) {
			super(delegate);
			this.delegate = (ZeroCopyHttpOutputMessage) delegate;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return this.delegate.writeWith(file, position, count);
		}

	}

}
