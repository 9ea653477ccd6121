package ai.vluna.spring.client;

import java.util.Objects;
import java.util.concurrent.CancellationException;

import ai.vluna.spring.client.signing.RequestSigner;
import ai.vluna.spring.client.signing.SignableRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;

/**
 * A call whose bytes and key are fixed.
 *
 * @param <T> the type of the answer's data
 */
final class PreparedCall<T> implements VlunaCall<T> {

	private static final String CONTENT_TYPE = "application/json";

	private final Sender sender;

	private final Endpoint<T> endpoint;

	private final CallContext context;

	private final String requestId;

	private final byte[] body;

	private final SignableRequest signable;

	PreparedCall(Sender sender, Endpoint<T> endpoint, String realmId, CallContext context, byte[] body) {
		this.sender = sender;
		this.endpoint = endpoint;
		this.context = context;
		this.requestId = Objects.requireNonNull(context.requestId());
		this.body = body;
		this.signable = new SignableRequest("POST", endpoint.path(), RequestSigner.contentDigest(body), CONTENT_TYPE,
				realmId, context.principalId(), context.userId(), context.billingAccountId(), null,
				context.idempotencyKey());
	}

	@Override
	public CallContext context() {
		return this.context;
	}

	@Override
	public String path() {
		return this.endpoint.path();
	}

	@Override
	public byte[] body() {
		return this.body.clone();
	}

	@Override
	public Mono<VlunaResponse<T>> send() {
		return this.sender.send(this);
	}

	@Override
	public VlunaResponse<T> await() {
		try {
			return VlunaCall.super.await();
		}
		catch (CancellationException ex) {
			throw this.endpoint.answers().unreadable(null, this.requestId, "interrupted while waiting", ex);
		}
	}

	Endpoint<T> endpoint() {
		return this.endpoint;
	}

	String requestId() {
		return this.requestId;
	}

	SignableRequest signable() {
		return this.signable;
	}

	void writeHeaders(HttpHeaders headers) {
		headers.set(HttpHeaders.ACCEPT, CONTENT_TYPE);
		headers.set(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE);
		headers.setContentLength(this.body.length);
		headers.set("Content-Digest", this.signable.contentDigest());
		headers.set("X-Realm-Id", this.signable.realmId());
		headers.set("X-Principal-Id", this.context.principalId());
		headers.set("X-User-Id", this.context.userId());
		setIfPresent(headers, "X-Billing-Account-Id", this.context.billingAccountId());
		headers.set("Idempotency-Key", this.context.idempotencyKey());
		headers.set("X-Request-Id", this.requestId);
	}

	private static void setIfPresent(HttpHeaders headers, String name, @Nullable String value) {
		if (value != null) {
			headers.set(name, value);
		}
	}

	Mono<Void> writeBody(ClientHttpRequest request, BodyInserter.Context context) {
		return request.writeWith(Mono.fromSupplier(() -> request.bufferFactory().wrap(this.body)));
	}

	@Override
	public String toString() {
		return "VlunaCall[path=" + path() + ", requestId=" + this.requestId + "]";
	}

}
