package ai.vluna.integration.faults;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The shapes in which work is billed.
 */
enum Shape {

	BLOCKING {

		@Override
		Mono<Tokens> call(BillingTemplate template, Operation operation, Flux<Tokens> work) {
			return Mono.fromCallable(() -> template.execute(operation, work::blockLast));
		}

	},

	FUTURE {

		@Override
		Mono<Tokens> call(BillingTemplate template, Operation operation, Flux<Tokens> work) {
			return Mono.fromFuture(() -> template.executeAsync(operation, () -> work.last().toFuture()));
		}

	},

	MONO {

		@Override
		Mono<Tokens> call(BillingTemplate template, Operation operation, Flux<Tokens> work) {
			return template.executeMono(operation, work::last);
		}

	},

	FLUX {

		@Override
		Mono<Tokens> call(BillingTemplate template, Operation operation, Flux<Tokens> work) {
			return template.executeFlux(operation, () -> work).last();
		}

	};

	/**
	 * Have work billed.
	 * @param template the template
	 * @param operation the operation
	 * @param work the work
	 * @return its last element, once the template says that the work is over
	 */
	abstract Mono<Tokens> call(BillingTemplate template, Operation operation, Flux<Tokens> work);

}
