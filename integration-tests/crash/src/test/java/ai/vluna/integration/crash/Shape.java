package ai.vluna.integration.crash;

import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.usage.Usage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The shapes in which work is billed, and when its caller has the result: the value, the
 * completed future or Mono, the completion signal of a stream.
 */
enum Shape {

	VALUE {

		@Override
		void call(BillingTemplate template, Operation operation, Usage usage, Runnable returned) {
			template.execute(operation, () -> usage);
			returned.run();
		}

	},

	FUTURE {

		@Override
		void call(BillingTemplate template, Operation operation, Usage usage, Runnable returned) {
			template.executeAsync(operation, () -> CompletableFuture.supplyAsync(() -> usage)).thenRun(returned).join();
		}

	},

	MONO {

		@Override
		void call(BillingTemplate template, Operation operation, Usage usage, Runnable returned) {
			template.executeMono(operation, () -> Mono.just(usage)).doOnNext((value) -> returned.run()).block();
		}

	},

	MONO_ON_EVENT_LOOP {

		@Override
		void call(BillingTemplate template, Operation operation, Usage usage, Runnable returned) {
			template.executeMono(operation, () -> Mono.just(usage))
				.doOnNext((value) -> returned.run())
				.subscribeOn(Schedulers.parallel())
				.block();
		}

	},

	STREAM {

		@Override
		void call(BillingTemplate template, Operation operation, Usage usage, Runnable returned) {
			template.executeFlux(operation, () -> elements(usage)).doOnComplete(returned).blockLast();
		}

	},

	STREAM_ON_EVENT_LOOP {

		@Override
		void call(BillingTemplate template, Operation operation, Usage usage, Runnable returned) {
			template.executeFlux(operation, () -> elements(usage))
				.doOnComplete(returned)
				.subscribeOn(Schedulers.parallel())
				.blockLast();
		}

	};

	/**
	 * Have work billed, and wait for its end.
	 * @param template the template
	 * @param operation the operation
	 * @param usage what the work uses, and returns
	 * @param returned called as soon as the caller has the result
	 */
	abstract void call(BillingTemplate template, Operation operation, Usage usage, Runnable returned);

	private static Flux<Usage> elements(Usage usage) {
		return Flux.just(Usage.of(1), usage);
	}

}
