package ai.vluna.spring.client.http;

import java.time.Duration;
import java.util.function.Supplier;

import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * One attempt: a request and what became of it. Remembers the status as soon as it is
 * known, so that a body that breaks off or never ends does not hide it.
 *
 * @param <T> the type of the answer's data
 */
final class Exchange<T> {

	private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

	private final PreparedCall<T> call;

	private final Duration limit;

	private volatile @Nullable HttpStatusCode status;

	Exchange(PreparedCall<T> call, Duration limit) {
		this.call = call;
		this.limit = limit;
	}

	Mono<VlunaResponse<T>> run(Supplier<WebClient.RequestHeadersSpec<?>> request) {
		return Mono.defer(() -> exchange(request.get()))
			.timeout(this.limit, Mono.error(this::timedOut))
			.onErrorMap((ex) -> !(ex instanceof VlunaException), this::broken);
	}

	// Not exchangeToMono(), which reads each body a second time to be sure of its end.
	private Mono<VlunaResponse<T>> exchange(WebClient.RequestHeadersSpec<?> request) {
		return request.retrieve()
			.onStatus(HttpStatusCode::isError, (response) -> Mono.empty())
			.toEntityFlux(BodyExtractors.toDataBuffers())
			.flatMap(this::read);
	}

	private Mono<VlunaResponse<T>> read(ResponseEntity<Flux<DataBuffer>> response) {
		this.status = response.getStatusCode();
		return DataBufferUtils.join(body(response), MAX_BODY_BYTES)
			.map(Exchange::bytes)
			.defaultIfEmpty(new byte[0])
			.map((body) -> this.call.endpoint().answers().decode(response.getStatusCode(), body, requestId()));
	}

	private static Flux<DataBuffer> body(ResponseEntity<Flux<DataBuffer>> response) {
		Flux<DataBuffer> body = response.getBody();
		return (body != null) ? body : Flux.empty();
	}

	private static byte[] bytes(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private VlunaException timedOut() {
		return unreadable(TransportFailure.noAnswerWithin(this.limit), null);
	}

	private VlunaException broken(Throwable ex) {
		Throwable cause = TransportFailure.unwrap(ex);
		return unreadable(TransportFailure.describe(cause), cause);
	}

	private VlunaException unreadable(String what, @Nullable Throwable cause) {
		return this.call.endpoint().answers().unreadable(this.status, requestId(), what, cause);
	}

	private String requestId() {
		return this.call.requestId();
	}

}
