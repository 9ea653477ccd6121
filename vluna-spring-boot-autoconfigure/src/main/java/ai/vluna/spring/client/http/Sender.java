package ai.vluna.spring.client.http;

import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.function.Function;
import java.util.function.Supplier;

import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.signing.RequestSigner;
import ai.vluna.spring.client.signing.ServiceKey;
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

	Sender(WebClient webClient, Supplier<ServiceKey> serviceKey, Clock clock, Supplier<String> nonces,
			Attempts attempts) {
		this.webClient = webClient;
		this.serviceKey = serviceKey;
		this.clock = clock;
		this.nonces = nonces;
		this.attempts = attempts;
	}

	<T> Mono<VlunaResponse<T>> send(PreparedCall<T> call) {
		Function<Duration, Mono<VlunaResponse<T>>> attempt = (limit) -> new Exchange<>(call, limit)
			.run(() -> request(call));
		return call.isRepeatable() ? this.attempts.run(attempt) : this.attempts.once(attempt);
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
