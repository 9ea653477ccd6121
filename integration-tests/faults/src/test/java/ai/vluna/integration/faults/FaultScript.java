package ai.vluna.integration.faults;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Exchange;
import ai.vluna.spring.test.gate.script.Fault;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
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
		public Mono<Answer> process() {
			return this.exchange.process().doOnNext(this.entry::processed);
		}

		@Override
		public Mono<Void> send(Answer answer) {
			return this.exchange.send(answer);
		}

		@Override
		public Mono<Void> hangUp() {
			return this.exchange.hangUp();
		}

	}

}
