package ai.vluna.spring.interceptor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.DenialReason;
import ai.vluna.spring.gate.BilledWork;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A template without a gate that writes down what it is asked to do, and how it ended.
 */
public class RecordingTemplate implements BillingTemplate {

	public final List<Operation> operations = new CopyOnWriteArrayList<>();

	public final List<String> events = new CopyOnWriteArrayList<>();

	public boolean denying;

	@Override
	public <T extends @Nullable Object, E extends Throwable> T execute(Operation operation, BilledWork<T, E> work)
			throws E {
		authorize("value", operation);
		boolean done = false;
		try {
			T result = work.perform();
			done = true;
			return result;
		}
		finally {
			this.events.add(done ? "commit" : "cancel");
		}
	}

	@Override
	public <T> CompletableFuture<@Nullable T> executeAsync(Operation operation,
			Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> work) {
		authorize("future", operation);
		CompletionStage<? extends @Nullable T> stage = work.get();
		if (stage == null) {
			this.events.add("commit");
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<@Nullable T> result = new CompletableFuture<>();
		stage.whenComplete((value, failure) -> {
			this.events.add((failure != null) ? "cancel" : "commit");
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(value);
			}
		});
		return result;
	}

	@Override
	public <T> Mono<T> executeMono(Supplier<Operation> operation, Supplier<? extends @Nullable Publisher<T>> work) {
		return Mono.defer(() -> {
			authorize("mono", operation.get());
			Publisher<T> publisher = work.get();
			return observe((publisher != null) ? Mono.from(publisher) : Mono.empty());
		});
	}

	@Override
	public <T> Flux<T> executeFlux(Supplier<Operation> operation, Supplier<? extends @Nullable Publisher<T>> work) {
		return Flux.defer(() -> {
			authorize("flux", operation.get());
			Publisher<T> publisher = work.get();
			return Flux.from((publisher != null) ? publisher : Flux.empty())
				.doOnComplete(() -> this.events.add("commit"))
				.doOnError((ex) -> this.events.add("cancel"));
		});
	}

	private <T> Mono<T> observe(Mono<T> mono) {
		return mono.doOnSuccess((value) -> this.events.add("commit")).doOnError((ex) -> this.events.add("cancel"));
	}

	private void authorize(String shape, Operation operation) {
		this.operations.add(operation);
		this.events.add(shape);
		if (this.denying) {
			throw new BillingDeniedException(operation.featureCode(), DenialReason.QUOTA, "used up", List.of(), null,
					null);
		}
	}

	public Operation operation() {
		return this.operations.get(this.operations.size() - 1);
	}

}
