package ai.vluna.integration.crash;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Exchange;
import ai.vluna.spring.test.gate.script.Fault;
import reactor.core.publisher.Mono;

/**
 * How a gate misbehaves.
 */
final class Weather implements Fault {

	private static final Fault NONE = (exchange) -> exchange.process().flatMap(exchange::send);

	private static final Fault UNAVAILABLE = Fault.respond(503, "<html>no healthy upstream</html>");

	private static final Duration AWAY = Duration.ofMillis(80);

	private static final String ERROR = "{\"ok\":false,\"code\":\"SERVER.UNEXPECTED\",\"message\":\"unexpected error\"}";

	private static final List<Endpoint> ENDPOINTS = List.of(Endpoint.AUTHORIZE, Endpoint.COMMIT, Endpoint.INGEST,
			Endpoint.CANCEL);

	private final Seed seed;

	private final boolean rough;

	private final AtomicLong requests = new AtomicLong();

	private Weather(Seed seed, boolean rough) {
		this.seed = seed;
		this.rough = rough;
	}

	/**
	 * Return weather in which every fourth request meets something, and the gate is
	 * sometimes gone for a moment.
	 * @param seed what it follows from
	 * @return the weather
	 */
	static Weather changing(Seed seed) {
		return new Weather(seed, false);
	}

	/**
	 * Return weather in which nothing is admitted and every second answer to a charge is
	 * lost.
	 * @param seed what it follows from
	 * @return the weather
	 */
	static Weather rough(Seed seed) {
		return new Weather(seed, true);
	}

	void playOn(EmbeddedGate gate) {
		ENDPOINTS.forEach((endpoint) -> gate.on(endpoint).always(this));
	}

	static void end(EmbeddedGate gate) {
		ENDPOINTS.forEach((endpoint) -> gate.on(endpoint).heal());
	}

	@Override
	public Mono<Void> play(Exchange exchange) {
		int dice = this.seed.dice("weather", this.requests.incrementAndGet()).nextInt(1000);
		return (this.rough ? roughFault(exchange.request().endpoint(), dice) : changingFault(dice)).play(exchange);
	}

	private static Fault roughFault(Endpoint endpoint, int dice) {
		if (endpoint == Endpoint.AUTHORIZE) {
			return UNAVAILABLE;
		}
		return (dice < 500) ? NONE : Fault.dropAnswer();
	}

	private static Fault changingFault(int dice) {
		if (dice < 750) {
			return NONE;
		}
		if (dice < 850) {
			return Fault.dropAnswer();
		}
		if (dice < 900) {
			return Fault.dropBeforeProcessing();
		}
		if (dice < 930) {
			return UNAVAILABLE;
		}
		if (dice < 960) {
			return Fault.processAndRespond(500, ERROR);
		}
		if (dice < 980) {
			return Fault.garbledBody();
		}
		if (dice < 996) {
			return Fault.delay(Duration.ofMillis(50));
		}
		return (dice < 998) ? Fault.refuseConnections(AWAY) : Fault.restartAfterProcessing(AWAY);
	}

}
