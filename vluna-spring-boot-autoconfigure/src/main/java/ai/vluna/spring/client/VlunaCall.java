package ai.vluna.spring.client;

import reactor.core.publisher.Mono;

/**
 * A prepared request: its body bytes and its idempotency key never change, so it may be
 * sent again whenever its fate is unknown. Timestamp, nonce and signature are made for
 * each attempt.
 *
 * @param <T> the type of the answer's data
 * @since 0.1.0
 */
public interface VlunaCall<T> {

	/**
	 * Return the subject, the key and the request id of this call.
	 * @return the context
	 */
	CallContext context();

	/**
	 * Return the path on the gate, such as {@code /mgt/v1/gate/commits}.
	 * @return the path with its query, as it is signed and sent
	 */
	String path();

	/**
	 * Return a copy of the bytes that are sent as the body.
	 * @return the body, UTF-8 encoded JSON, or nothing
	 */
	byte[] body();

	/**
	 * Send this call on subscription, and again while it is not answered and that does no
	 * harm, within the client's retry limits and overall timeout. Signals are delivered
	 * on the client's own threads: do not block there.
	 * @return the answer, or an error of type {@link VlunaRejectedException} (answered)
	 * or {@link VlunaUnavailableException} (not answered)
	 */
	Mono<VlunaResponse<T>> send();

	/**
	 * Send this call and wait for the answer.
	 * @return the answer
	 * @throws VlunaRejectedException if the gate answered with an error
	 * @throws VlunaUnavailableException if the gate did not answer, or the thread was
	 * interrupted before it did
	 * @throws IllegalStateException if the current thread must not block
	 */
	default VlunaResponse<T> await() {
		return BlockingAwait.await(send(), "Subscribe to VlunaCall.send() instead");
	}

}
