package ai.vluna.integration.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.random.RandomGenerator;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.script.Exchange;
import ai.vluna.spring.test.gate.script.Fault;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What can happen to one request.
 */
enum Mishap {

	NONE {

		@Override
		Mono<Void> play(Exchange exchange, Pace pace) {
			return exchange.process().flatMap(exchange::send);
		}

	},

	LATE {

		@Override
		Mono<Void> play(Exchange exchange, Pace pace) {
			return processedAfter(exchange, pace.late()).flatMap(exchange::send);
		}

	},

	TOO_LATE {

		@Override
		Mono<Void> play(Exchange exchange, Pace pace) {
			return processedAfter(exchange, pace.tooLate()).flatMap(exchange::send);
		}

	},

	REQUEST_DROPPED {

		@Override
		Mono<Void> play(Exchange exchange, Pace pace) {
			return Fault.dropBeforeProcessing().play(exchange);
		}

	},

	ANSWER_DROPPED {

		@Override
		Mono<Void> play(Exchange exchange, Pace pace) {
			return Fault.dropAnswer().play(exchange);
		}

	},

	UNAVAILABLE {

		@Override
		Mono<Void> play(Exchange exchange, Pace pace) {
			return Fault.respond(503, "<html>no healthy upstream</html>").play(exchange);
		}

	},

	FAILED_AFTERWARDS {

		@Override
		Mono<Void> play(Exchange exchange, Pace pace) {
			return exchange.process()
				.then(answered(exchange, 500,
						"{\"ok\":false,\"code\":\"SERVER.UNEXPECTED\",\"message\":\"unexpected error\"}"));
		}

	},

	GARBLED {

		@Override
		Mono<Void> play(Exchange exchange, Pace pace) {
			return exchange.process().then(answered(exchange, 200, "{\"ok\":true,\"code\":\"OK\",\"data\":{\"lea"));
		}

	};

	/**
	 * Choose for one request. Every other one goes well.
	 * @param dice decides
	 * @return what happens
	 */
	static Mishap any(RandomGenerator dice) {
		return (dice.nextInt(100) < 65) ? NONE : values()[1 + dice.nextInt(values().length - 1)];
	}

	/**
	 * Let it happen.
	 * @param exchange the request
	 * @param pace how long things take
	 * @return completes when the exchange is over
	 */
	abstract Mono<Void> play(Exchange exchange, Pace pace);

	private static Mono<Void> answered(Exchange exchange, int status, String body) {
		return Mono.defer(() -> exchange.send(new Answer(status, body.getBytes(StandardCharsets.UTF_8))));
	}

	// A server does not notice that its client has left, and does what it was asked.
	private static Mono<Answer> processedAfter(Exchange exchange, Duration delay) {
		return Mono.fromFuture(Mono.delay(delay, Schedulers.boundedElastic()).then(exchange.process()).toFuture(),
				true);
	}

}
