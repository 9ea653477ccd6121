package ai.vluna.integration.crash;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Exchange;
import ai.vluna.spring.test.gate.script.Fault;
import reactor.core.publisher.Mono;

/**
 * A gate that misbehaves now and then: every fourth request meets something, and
 * sometimes the gate is gone for a moment.
 */
final class Weather implements Fault {

	private static final Duration AWAY = Duration.ofMillis(80);

	private static final String ERROR = "{\"ok\":false,\"code\":\"SERVER.UNEXPECTED\",\"message\":\"unexpected error\"}";

	private final Seed seed;

	private final AtomicLong requests = new AtomicLong();

	private Weather(Seed seed) {
		this.seed = seed;
	}

	static void playOn(EmbeddedGate gate, Seed seed) {
		Weather weather = new Weather(seed);
		for (Endpoint endpoint : new Endpoint[] { Endpoint.AUTHORIZE, Endpoint.COMMIT, Endpoint.INGEST,
				Endpoint.CANCEL }) {
			gate.on(endpoint).always(weather);
		}
	}

	@Override
	public Mono<Void> play(Exchange exchange) {
		return faultFor(this.seed.dice("weather", this.requests.incrementAndGet()).nextInt(1000)).play(exchange);
	}

	private static Fault faultFor(int dice) {
		if (dice < 750) {
			return (exchange) -> exchange.process().flatMap(exchange::send);
		}
		if (dice < 850) {
			return Fault.dropAnswer();
		}
		if (dice < 900) {
			return Fault.dropBeforeProcessing();
		}
		if (dice < 930) {
			return Fault.respond(503, "<html>no healthy upstream</html>");
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
