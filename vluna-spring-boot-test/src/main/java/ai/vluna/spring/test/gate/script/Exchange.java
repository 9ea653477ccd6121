package ai.vluna.spring.test.gate.script;

import ai.vluna.spring.test.gate.protocol.Answer;
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
	 * Lets the gate do what it was asked, and sends nothing.
	 * @return the answer the gate would give
	 */
	Mono<Answer> process();

	/**
	 * Sends an answer.
	 * @param answer what to send
	 * @return completes when it was sent
	 */
	Mono<Void> send(Answer answer);

	/**
	 * Closes the connection without a word.
	 * @return never completes
	 */
	Mono<Void> hangUp();

}
