package ai.vluna.spring.client.http;

import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.function.Function;
import java.util.function.Supplier;

import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.signing.RequestSigner;
import ai.vluna.spring.client.signing.ServiceKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends prepared calls. What changes with each attempt is made here: the key, the
 * timestamp, the nonce and the signature over them.
 */
final class Sender {

	// The name under which WebClient tells the template of an address to its observation.
	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

	private final WebClient webClient;

	private final Supplier<ServiceKey> serviceKey;

	private final Clock clock;

	private final Supplier<String> nonces;

	private final Attempts attempts;

	private final @Nullable GateCircuit circuit;

	Sender(WebClient webClient, Supplier<ServiceKey> serviceKey, Clock clock, Supplier<String> nonces,
			Attempts attempts, @Nullable GateCircuit circuit) {
		this.webClient = webClient;
		this.serviceKey = serviceKey;
		this.clock = clock;
		this.nonces = nonces;
		this.attempts = attempts;
		this.circuit = circuit;
	}

	<T> Mono<VlunaResponse<T>> send(PreparedCall<T> call) {
		return send(call, (limit) -> exchange(call, limit));
	}

	/**
	 * Send a call unless the gate is known not to answer.
	 * @param <T> the type of the answer's data
	 * @param call the call
	 * @return the answer
	 */
	<T> Mono<VlunaResponse<T>> sendWhereAnswered(PreparedCall<T> call) {
		GateCircuit circuit = this.circuit;
		return (circuit != null) ? Mono.defer(() -> sendThrough(circuit, call)) : send(call);
	}

	private <T> Mono<VlunaResponse<T>> sendThrough(GateCircuit circuit, PreparedCall<T> call) {
		GateCircuit.Passage passage = circuit.tryEnter(call.tryAgain());
		if (passage == null) {
			return Mono.error(() -> call.endpoint().answers().notSent(call.requestId(), circuit.describe()));
		}
		return send(call, (limit) -> exchange(call, limit).doOnError(VlunaException.class, passage::attemptFailed))
			.doOnSuccess((response) -> passage.succeeded())
			.doOnError(passage::failed)
			.doOnCancel(passage::abandoned);
	}

	private <T> Mono<VlunaResponse<T>> send(PreparedCall<T> call, Function<Duration, Mono<VlunaResponse<T>>> attempt) {
		return call.isRepeatable() ? this.attempts.run(attempt) : this.attempts.once(attempt);
	}

	private <T> Mono<VlunaResponse<T>> exchange(PreparedCall<T> call, Duration limit) {
		return new Exchange<>(call, limit).run(() -> request(call));
	}

	private WebClient.RequestHeadersSpec<?> request(PreparedCall<?> call) {
		String timestamp = TIMESTAMP.format(this.clock.instant());
		String authorization = RequestSigner.authorization(this.serviceKey.get(), call.signable(), timestamp,
				this.nonces.get());
		return this.webClient.method(call.endpoint().method())
			.uri(call.endpoint().uri())
			.attribute(URI_TEMPLATE, call.endpoint().template())
			.headers((headers) -> {
				call.writeHeaders(headers);
				headers.set(HttpHeaders.AUTHORIZATION, authorization);
			})
			.body(call::writeBody);
	}

}
