package ai.vluna.spring.test.gate.script;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import ai.vluna.spring.test.gate.protocol.Answer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One way to misbehave. A test may write its own: it has the whole exchange in its hands.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Fault {

	/**
	 * Plays the exchange to its end.
	 * @param exchange the request and what can be done with it
	 * @return completes when the exchange is over
	 */
	Mono<Void> play(Exchange exchange);

	/**
	 * The gate answers as it should, only later.
	 * @param duration how long it waits before it looks at the request
	 * @return the fault
	 */
	static Fault delay(Duration duration) {
		Fault none = (exchange) -> exchange.process().flatMap(exchange::send);
		return none.after(duration);
	}

	/**
	 * The connection closes before the gate has done anything.
	 * @return the fault
	 */
	static Fault dropBeforeProcessing() {
		return Exchange::hangUp;
	}

	/**
	 * The gate does what it was asked, but the connection closes instead of an answer.
	 * @return the fault
	 */
	static Fault dropAnswer() {
		return (exchange) -> exchange.process().then(exchange.hangUp());
	}

	/**
	 * Something else answers, and the gate never sees the request.
	 * @param status the HTTP status
	 * @param body the body
	 * @return the fault
	 */
	static Fault respond(int status, String body) {
		return (exchange) -> exchange.send(new Answer(status, body.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Returns this fault, played later.
	 * @param delay how long to wait first
	 * @return the fault
	 */
	default Fault after(Duration delay) {
		return (exchange) -> Mono.delay(delay, Schedulers.boundedElastic()).then(Mono.defer(() -> play(exchange)));
	}

}
