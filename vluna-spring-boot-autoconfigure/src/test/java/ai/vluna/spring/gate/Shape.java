package ai.vluna.spring.gate;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The shapes of billed work, so that what holds for all of them is tested on all of them.
 */
enum Shape {

	BLOCKING {

		@Override
		CompletableFuture<@Nullable Object> start(BillingTemplate template, Operation operation,
				Callable<@Nullable Object> work) {
			try {
				return CompletableFuture.completedFuture(template.execute(operation, work::call));
			}
			catch (Throwable ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

	},

	FUTURE {

		@Override
		CompletableFuture<@Nullable Object> start(BillingTemplate template, Operation operation,
				Callable<@Nullable Object> work) {
			return template.executeAsync(operation, () -> {
				try {
					return CompletableFuture.completedFuture(work.call());
				}
				catch (Exception ex) {
					return CompletableFuture.failedFuture(ex);
				}
			});
		}

	},

	MONO {

		@Override
		CompletableFuture<@Nullable Object> start(BillingTemplate template, Operation operation,
				Callable<@Nullable Object> work) {
			return template.executeMono(() -> operation, () -> Mono.fromCallable(work)).toFuture();
		}

	},

	FLUX {

		@Override
		CompletableFuture<@Nullable Object> start(BillingTemplate template, Operation operation,
				Callable<@Nullable Object> work) {
			return template.executeFlux(() -> operation, () -> Flux.from(Mono.fromCallable(work)))
				.collectList()
				.<Object>handle((elements, sink) -> elements.forEach(sink::next))
				.toFuture();
		}

	},

	OPEN {

		@Override
		CompletableFuture<@Nullable Object> start(BillingTemplate template, Operation operation,
				Callable<@Nullable Object> work) {
			try {
				return CompletableFuture.completedFuture(
						template.<@Nullable Object, Exception>executeOpen(operation, (open) -> end(open, work.call())));
			}
			catch (Throwable ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

	},

	OPEN_MONO {

		@Override
		CompletableFuture<@Nullable Object> start(BillingTemplate template, Operation operation,
				Callable<@Nullable Object> work) {
			return template
				.<Object>executeOpenMono(() -> operation,
						(open) -> Mono.fromCallable(work).doOnNext((value) -> end(open, value)))
				.toFuture();
		}

	};

	private static @Nullable Object end(OpenOperation operation, @Nullable Object value) {
		if (value != null) {
			operation.element(value);
		}
		else {
			operation.withoutValue();
		}
		operation.complete();
		return value;
	}

	/**
	 * Start work on the current thread.
	 * @param template the template
	 * @param operation the operation
	 * @param work the work
	 * @return the outcome
	 */
	abstract CompletableFuture<@Nullable Object> start(BillingTemplate template, Operation operation,
			Callable<@Nullable Object> work);

	/**
	 * Do work on the current thread, which may block.
	 * @param template the template
	 * @param operation the operation
	 * @param work the work
	 * @return its value
	 * @throws Throwable as the caller of the template gets it
	 */
	@Nullable Object run(BillingTemplate template, Operation operation, Callable<@Nullable Object> work) throws Throwable {
		try {
			return start(template, operation, work).orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			throw Exceptions.unwrap((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	/**
	 * Start work on a thread that must not block.
	 * @param template the template
	 * @param operation the operation
	 * @param work the work
	 * @return the outcome
	 */
	CompletableFuture<@Nullable Object> startOnEventLoop(BillingTemplate template, Operation operation,
			Callable<@Nullable Object> work) {
		CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
		Schedulers.single().schedule(() -> start(template, operation, work).whenComplete((value, failure) -> {
			if (failure != null) {
				outcome.completeExceptionally(failure);
			}
			else {
				outcome.complete(value);
			}
		}));
		return outcome;
	}

}
