package ai.vluna.spring.test.gate.script;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Hints;
import ai.vluna.spring.test.gate.protocol.Refusal;
import reactor.core.publisher.Flux;
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
	 * Plays the exchange to its end. It is played even if the client has gone meanwhile.
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
	 * The gate takes its time to do what it was asked. An authorize under the same key
	 * that comes meanwhile fails with 500.
	 * @param duration how long it takes
	 * @return the fault
	 */
	static Fault slow(Duration duration) {
		return (exchange) -> exchange.process(timer(duration)).flatMap(exchange::send);
	}

	/**
	 * The gate works on several requests at the same time: none is done before all are
	 * there. Of authorizes under one key the first to come wins, the others fail with
	 * 500.
	 * @param requests how many wait for each other
	 * @return the fault, for as many requests
	 */
	static Fault meet(int requests) {
		Meeting meeting = new Meeting(requests);
		return (exchange) -> exchange.process(Mono.defer(meeting::arrive)).flatMap(exchange::send);
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
	 * The gate does what it was asked, but the connection is reset after half of the
	 * answer.
	 * @return the fault
	 */
	static Fault resetMidBody() {
		return (exchange) -> exchange.process().flatMap((answer) -> {
			byte[] half = Arrays.copyOf(answer.body(), answer.body().length / 2);
			// A reset overtakes what was sent just before it.
			Mono<byte[]> reset = timer(Duration.ofMillis(100)).then(exchange.reset()).then(Mono.empty());
			return exchange.send(answer, Flux.just(half).concatWith(reset));
		});
	}

	/**
	 * The gate answers as it should, but the body comes in small pieces.
	 * @param bytes the number of bytes in a piece
	 * @param pause the pause before each
	 * @return the fault
	 */
	static Fault drip(int bytes, Duration pause) {
		return (exchange) -> exchange.process()
			.flatMap((answer) -> exchange.send(answer, pieces(answer.body(), bytes).delayElements(pause)));
	}

	/**
	 * Something else answers, and the gate never sees the request.
	 * @param status the HTTP status
	 * @param body the body
	 * @return the fault
	 */
	static Fault respond(int status, String body) {
		return respond(status, Map.of(), body);
	}

	/**
	 * Something else answers, and the gate never sees the request.
	 * @param status the HTTP status
	 * @param headers further headers, or other values of the usual ones
	 * @param body the body
	 * @return the fault
	 */
	static Fault respond(int status, Map<String, String> headers, String body) {
		return (exchange) -> exchange.send(answer(status, body), headers);
	}

	/**
	 * The gate does what it was asked, but something else answers.
	 * @param status the HTTP status
	 * @param body the body
	 * @return the fault
	 */
	static Fault processAndRespond(int status, String body) {
		return (exchange) -> exchange.process().then(exchange.send(answer(status, body)));
	}

	/**
	 * The gate stumbles over itself before it has done anything.
	 * @return the fault
	 */
	static Fault serverError() {
		return (exchange) -> exchange.send(Refusal.unexpected().toAnswer());
	}

	/**
	 * The gate answers 429 and tells how long to wait, in a hint and in no header.
	 * @param wait how long
	 * @return the fault
	 */
	static Fault rateLimited(Duration wait) {
		return (exchange) -> {
			Hints hints = new Hints();
			hints.rateLimit(wait.toSeconds(), 0, exchange.now().plus(wait));
			return exchange.send(Refusal.of(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded", hints).toAnswer());
		};
	}

	/**
	 * The gate does what it was asked, but status and headers are followed by a body of
	 * the right length that is not JSON.
	 * @return the fault
	 */
	static Fault garbledBody() {
		return (exchange) -> exchange.process().flatMap((answer) -> {
			byte[] garbled = answer.body().clone();
			for (int i = 0; i < garbled.length; i++) {
				garbled[i] ^= (byte) 0xA5;
			}
			return exchange.send(new Answer(answer.status(), garbled));
		});
	}

	/**
	 * The gate does what it was asked, but what comes back is not HTTP.
	 * @return the fault
	 */
	static Fault garbage() {
		byte[] garbage = "\0\u0016\u0003\u0001 this is not HTTP \r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
		return (exchange) -> exchange.process().then(exchange.sendRaw(garbage)).then(exchange.hangUp());
	}

	/**
	 * The gate answers as it should, under another content type.
	 * @param contentType the content type
	 * @return the fault
	 */
	static Fault contentType(String contentType) {
		return (exchange) -> exchange.process()
			.flatMap((answer) -> exchange.send(answer, Map.of("content-type", contentType)));
	}

	/**
	 * All connections close before the gate has done anything, and new ones are refused
	 * for a while.
	 * @param duration how long
	 * @return the fault
	 */
	static Fault refuseConnections(Duration duration) {
		return (exchange) -> exchange.refuseConnections(duration);
	}

	/**
	 * The server process dies before it has done anything, and another one takes over.
	 * @param downtime how long connections are refused in between
	 * @return the fault
	 */
	static Fault restartBeforeProcessing(Duration downtime) {
		return (exchange) -> exchange.restart(downtime);
	}

	/**
	 * The gate does what it was asked, then its process dies without an answer, and
	 * another one takes over.
	 * @param downtime how long connections are refused in between
	 * @return the fault
	 */
	static Fault restartAfterProcessing(Duration downtime) {
		return (exchange) -> exchange.process().then(exchange.restart(downtime));
	}

	/**
	 * Returns this fault, played later.
	 * @param delay how long to wait first
	 * @return the fault
	 */
	default Fault after(Duration delay) {
		return (exchange) -> timer(delay).then(Mono.defer(() -> play(exchange)));
	}

	private static Mono<Long> timer(Duration duration) {
		return Mono.delay(duration, Schedulers.boundedElastic());
	}

	private static Flux<byte[]> pieces(byte[] body, int size) {
		return Flux.range(0, (body.length + size - 1) / size)
			.map((piece) -> Arrays.copyOfRange(body, piece * size, Math.min(body.length, (piece + 1) * size)));
	}

	private static Answer answer(int status, String body) {
		return new Answer(status, body.getBytes(StandardCharsets.UTF_8));
	}

}
