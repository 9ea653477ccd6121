package ai.vluna.spring.test.gate.script;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import ai.vluna.spring.test.gate.protocol.Answer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One request that waits for its answer. A {@link Fault} decides what becomes of it.
 *
 * @since 0.1.0
 */
public interface Exchange {

	/**
	 * Returns the request.
	 * @return the request
	 */
	ReceivedRequest request();

	/**
	 * Returns the moment on the clock of the gate.
	 * @return the moment
	 */
	Instant now();

	/**
	 * Lets the gate do what it was asked, and sends nothing. An authorize waits for one
	 * that is being processed under the same key, and loses against it.
	 * @return the answer the gate would give
	 */
	Mono<Answer> process();

	/**
	 * Lets the gate do what it was asked in a transaction that takes its time. An
	 * authorize under the same key that comes meanwhile loses.
	 * @param end ends the transaction when it completes
	 * @return the answer the gate would give
	 */
	Mono<Answer> process(Publisher<?> end);

	/**
	 * Sends an answer.
	 * @param answer what to send
	 * @return completes when it was sent
	 */
	default Mono<Void> send(Answer answer) {
		return send(answer, Map.of());
	}

	/**
	 * Sends an answer with other headers than it should have.
	 * @param answer what to send
	 * @param headers further headers, or other values of the usual ones
	 * @return completes when it was sent
	 */
	Mono<Void> send(Answer answer, Map<String, String> headers);

	/**
	 * Sends an answer piece by piece.
	 * @param answer what to send status and length of
	 * @param body the pieces of the body, each sent as it comes
	 * @return completes when all was sent
	 */
	Mono<Void> send(Answer answer, Flux<byte[]> body);

	/**
	 * Sends bytes as they are, in place of an answer.
	 * @param bytes the bytes
	 * @return completes when they are on their way
	 */
	Mono<Void> sendRaw(byte[] bytes);

	/**
	 * Closes the connection without a word.
	 * @return never completes
	 */
	Mono<Void> hangUp();

	/**
	 * Resets the connection.
	 * @return never completes
	 */
	Mono<Void> reset();

	/**
	 * Closes this and all other connections, and refuses new ones for a while.
	 * @param duration how long
	 * @return never completes
	 */
	Mono<Void> refuseConnections(Duration duration);

	/**
	 * Kills the server process, which is working on this request, and starts another one.
	 * @param downtime how long connections are refused in between
	 * @return never completes
	 */
	Mono<Void> restart(Duration downtime);

}
