package ai.vluna.spring.client.http;

import java.util.Objects;
import java.util.concurrent.CancellationException;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.signing.RequestSigner;
import ai.vluna.spring.client.signing.SignableRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
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

	private final boolean repeatable;

	private final boolean guarded;

	private final SignableRequest signable;

	private volatile boolean tried;

	PreparedCall(Sender sender, Endpoint<T> endpoint, String realmId, CallContext context, byte[] body,
			boolean repeatable, boolean guarded) {
		String key = (endpoint.method() != HttpMethod.GET) ? context.idempotencyKey() : null;
		this.sender = sender;
		this.endpoint = endpoint;
		this.context = context;
		this.requestId = Objects.requireNonNull(context.requestId());
		this.body = body;
		this.repeatable = repeatable || key != null;
		this.guarded = guarded;
		this.signable = new SignableRequest(endpoint.method().name(), endpoint.path(),
				RequestSigner.contentDigest(body), (body.length > 0) ? CONTENT_TYPE : null, realmId,
				context.principalId(), context.userId(), context.billingAccountId(), null, key);
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
		return this.guarded ? this.sender.sendWhereAnswered(this) : this.sender.send(this);
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

	boolean isRepeatable() {
		return this.repeatable;
	}

	/**
	 * Begin to send this call, or to find that it cannot be sent now.
	 * @return whether that was tried before
	 */
	boolean tryAgain() {
		boolean again = this.tried;
		this.tried = true;
		return again;
	}

	String requestId() {
		return this.requestId;
	}

	SignableRequest signable() {
		return this.signable;
	}

	void writeHeaders(HttpHeaders headers) {
		headers.set(HttpHeaders.ACCEPT, CONTENT_TYPE);
		setIfPresent(headers, HttpHeaders.CONTENT_TYPE, this.signable.contentType());
		if (this.body.length > 0) {
			headers.setContentLength(this.body.length);
		}
		headers.set("Content-Digest", this.signable.contentDigest());
		headers.set("X-Realm-Id", this.signable.realmId());
		setIfPresent(headers, "X-Principal-Id", this.signable.principalId());
		setIfPresent(headers, "X-User-Id", this.signable.userId());
		setIfPresent(headers, "X-Billing-Account-Id", this.signable.billingAccountId());
		setIfPresent(headers, "Idempotency-Key", this.signable.idempotencyKey());
		setIfPresent(headers, "X-Realm-Admin", this.context.realmAdmin() ? "true" : null);
		headers.set("X-Request-Id", this.requestId);
	}

	private static void setIfPresent(HttpHeaders headers, String name, @Nullable String value) {
		if (value != null) {
			headers.set(name, value);
		}
	}

	Mono<Void> writeBody(ClientHttpRequest request, BodyInserter.Context context) {
		if (this.body.length == 0) {
			return request.setComplete();
		}
		return request.writeWith(Mono.fromSupplier(() -> request.bufferFactory().wrap(this.body)));
	}

	@Override
	public String toString() {
		return "VlunaCall[path=" + path() + ", requestId=" + this.requestId + "]";
	}

}
