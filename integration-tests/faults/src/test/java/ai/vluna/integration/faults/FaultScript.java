package ai.vluna.integration.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Exchange;
import ai.vluna.spring.test.gate.script.Fault;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Decides for each request what happens to it, and writes everything down.
 */
final class FaultScript implements Fault {

	private static final List<Endpoint> ENDPOINTS = List.of(Endpoint.AUTHORIZE, Endpoint.COMMIT, Endpoint.CANCEL,
			Endpoint.INGEST);

	private static final Set<Endpoint> CHARGES = EnumSet.of(Endpoint.COMMIT, Endpoint.INGEST);

	private final Journal journal = new Journal();

	private final Weather weather;

	private final Pace pace;

	private volatile boolean over;

	FaultScript(Weather weather, Pace pace) {
		this.weather = weather;
		this.pace = pace;
	}

	void playOn(EmbeddedGate gate) {
		ENDPOINTS.forEach((endpoint) -> gate.on(endpoint).always(this));
	}

	/**
	 * Let everything go well from now on.
	 */
	void end() {
		this.over = true;
	}

	Journal journal() {
		return this.journal;
	}

	@Override
	public Mono<Void> play(Exchange exchange) {
		Journal.Entry entry = this.journal.arrived(exchange.request());
		Mishap mishap = this.over ? Mishap.NONE : this.weather.at(entry);
		entry.meets(mishap);
		return mishap.play(new Watched(exchange, entry), this.pace);
	}

	/**
	 * Chooses what happens.
	 */
	@FunctionalInterface
	interface Weather {

		/**
		 * Choose what happens to a request.
		 * @param request the request
		 * @return what happens
		 */
		Mishap at(Journal.Entry request);

		/**
		 * Return the weather of a day on which nothing happens.
		 * @return no mishaps
		 */
		static Weather fair() {
			return (request) -> Mishap.NONE;
		}

		/**
		 * Return weather in which the first answer to each charge is lost.
		 * @return the weather
		 */
		static Weather firstAnswersToChargesDropped() {
			return (request) -> (CHARGES.contains(request.endpoint()) && request.repetition() == 0)
					? Mishap.ANSWER_DROPPED : Mishap.NONE;
		}

		/**
		 * Return weather that follows from a seed: the n-th request of an operation to an
		 * endpoint always meets the same.
		 * @param seed the seed
		 * @return the weather
		 */
		static Weather random(Seed seed) {
			return (request) -> Mishap
				.any(seed.dice(request.endpoint().name(), request.operation(), request.repetition()));
		}

	}

	private record Watched(Exchange exchange, Journal.Entry entry) implements Exchange {

		@Override
		public ReceivedRequest request() {
			return this.exchange.request();
		}

		@Override
		public Instant now() {
			return this.exchange.now();
		}

		@Override
		public Mono<Answer> process() {
			return this.exchange.process().doOnNext(this.entry::processed);
		}

		@Override
		public Mono<Answer> process(Publisher<?> end) {
			return this.exchange.process(end).doOnNext(this.entry::processed);
		}

		@Override
		public Mono<Void> send(Answer answer, Map<String, String> headers) {
			return this.exchange.send(answer, headers);
		}

		@Override
		public Mono<Void> send(Answer answer, Flux<byte[]> body) {
			return this.exchange.send(answer, body);
		}

		@Override
		public Mono<Void> sendRaw(byte[] bytes) {
			return this.exchange.sendRaw(bytes);
		}

		@Override
		public Mono<Void> hangUp() {
			return this.exchange.hangUp();
		}

		@Override
		public Mono<Void> reset() {
			return this.exchange.reset();
		}

		@Override
		public Mono<Void> refuseConnections(Duration duration) {
			return this.exchange.refuseConnections(duration);
		}

		@Override
		public Mono<Void> restart(Duration downtime) {
			return this.exchange.restart(downtime);
		}

	}

}
