package ai.vluna.spring.gate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Does the work and nothing else, for applications in which billing is switched off.
 */
final class PassThroughTemplate implements BillingTemplate {

	static final PassThroughTemplate INSTANCE = new PassThroughTemplate();

	private PassThroughTemplate() {
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T execute(Operation operation, BilledWork<T, E> work)
			throws E {
		return work.perform();
	}

	@Override
	public <T> CompletableFuture<@Nullable T> executeAsync(Operation operation,
			Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> work) {
		CompletableFuture<@Nullable T> result = new CompletableFuture<>();
		try {
			CompletionStage<? extends @Nullable T> stage = work.get();
			if (stage == null) {
				result.complete(null);
			}
			else {
				stage.whenComplete((value, failure) -> complete(result, value, failure));
			}
		}
		catch (Throwable ex) {
			result.completeExceptionally(ex);
		}
		return result;
	}

	@Override
	public <T> Mono<T> executeMono(Supplier<Operation> operation, Supplier<? extends @Nullable Publisher<T>> work) {
		return Mono.defer(() -> {
			Publisher<T> publisher = work.get();
			return (publisher != null) ? Mono.from(publisher) : Mono.empty();
		});
	}

	@Override
	public <T> Flux<T> executeFlux(Supplier<Operation> operation, Supplier<? extends @Nullable Publisher<T>> work) {
		return Flux.defer(() -> {
			Publisher<T> publisher = work.get();
			return (publisher != null) ? publisher : Flux.empty();
		});
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T executeOpen(Operation operation, OpenWork<T, E> work)
			throws E {
		return work.perform(UnbilledOperation.INSTANCE);
	}

	@Override
	public <T> Mono<T> executeOpenMono(Supplier<Operation> operation,
			Function<OpenOperation, ? extends @Nullable Publisher<T>> work) {
		return executeMono(operation, () -> work.apply(UnbilledOperation.INSTANCE));
	}

	private static <T> void complete(CompletableFuture<@Nullable T> result, @Nullable T value,
			@Nullable Throwable failure) {
		if (failure != null) {
			result.completeExceptionally(failure);
		}
		else {
			result.complete(value);
		}
	}

	/**
	 * An operation that nobody bills.
	 */
	private enum UnbilledOperation implements OpenOperation {

		INSTANCE;

		@Override
		public void element(Object value) {
		}

		@Override
		public void withoutValue() {
		}

		@Override
		public <T extends @Nullable Object, E extends Throwable> T part(BilledWork<T, E> part) throws E {
			return part.perform();
		}

		@Override
		public <T> Flux<T> publisher(Publisher<T> rest) {
			return Flux.from(rest);
		}

		@Override
		public void complete() {
		}

		@Override
		public void interrupt() {
		}

		@Override
		public void interruptWhenUnreachable(Object result) {
		}

	}

}
