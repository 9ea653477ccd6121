package ai.vluna.spring.gate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import ai.vluna.spring.client.BlockingAwait;
import ai.vluna.spring.context.CallerSnapshot;
import ai.vluna.spring.context.SubjectResolution;
import ai.vluna.spring.gate.Settler.Ending;
import ai.vluna.spring.usage.UsageReporter;
import ai.vluna.spring.usage.UsageScope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The template over a real gate. Called or subscribed on a thread that may block, it
 * waits for admission there and starts the work there; elsewhere it goes through the
 * scheduler, and nothing of the work or its result ever runs on a thread of the client.
 */
final class GatedTemplate implements BillingTemplate {

	private static final String REMEDY = "Return a CompletionStage, Mono or Flux from the billed method, "
			+ "or call it on another thread, such as one of Schedulers.boundedElastic()";

	private final SubjectResolution subjects;

	private final Gatekeeper gatekeeper;

	private final Settler settler;

	private final Scheduler scheduler;

	private final boolean forwardsCancellation;

	private final Consumer<Lease> unclaimed;

	GatedTemplate(SubjectResolution subjects, Gatekeeper gatekeeper, Settler settler, Scheduler scheduler,
			boolean forwardsCancellation) {
		this.subjects = subjects;
		this.gatekeeper = gatekeeper;
		this.settler = settler;
		this.scheduler = scheduler;
		this.forwardsCancellation = forwardsCancellation;
		this.unclaimed = (lease) -> {
			if (lease.claim()) {
				settler.settle(lease, Ending.FAILED);
			}
		};
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T execute(Operation operation, BilledWork<T, E> work)
			throws E {
		BlockingAwait.requireBlockingThread(REMEDY);
		Lease lease = awaitAdmission(operation);
		T value = perform(lease, work);
		collect(lease, value);
		BlockingAwait.awaitCompletion(this.settler.settle(lease, Ending.COMPLETED));
		return value;
	}

	@Override
	public <T> CompletableFuture<@Nullable T> executeAsync(Operation operation,
			Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> work) {
		CompletableFuture<@Nullable T> result = new CompletableFuture<>();
		try {
			if (!Schedulers.isInNonBlockingThread()) {
				start(awaitAdmission(operation), work, result);
				return result;
			}
			CallerSnapshot caller = CallerSnapshot.capture();
			// Not in a callback of the future, which would run here if it is done by
			// then.
			offLoop(admit(operation)).doOnNext((lease) -> startIn(caller, lease, work, result))
				.toFuture()
				.whenComplete((lease, refusal) -> {
					if (refusal != null) {
						result.completeExceptionally(refusal);
					}
				});
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(ex);
		}
		return result;
	}

	@Override
	public <T> Mono<T> executeMono(Supplier<Operation> operation, Supplier<? extends @Nullable Publisher<T>> work) {
		// The value waits for the completion, and so for the settlement.
		return gated(operation, (lease) -> monoOf(lease, work.get()), Ending.FAILED).singleOrEmpty();
	}

	@Override
	public <T> Flux<T> executeFlux(Supplier<Operation> operation, Supplier<? extends @Nullable Publisher<T>> work) {
		return gated(operation, (lease) -> work.get(), Ending.INTERRUPTED);
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T executeOpen(Operation operation, OpenWork<T, E> work)
			throws E {
		BlockingAwait.requireBlockingThread(REMEDY);
		CallerSnapshot caller = CallerSnapshot.capture();
		Lease lease = awaitAdmission(operation);
		return perform(lease, () -> work.perform(open(lease, caller)));
	}

	@Override
	public <T> Mono<T> executeOpenMono(Supplier<Operation> operation,
			Function<OpenOperation, ? extends @Nullable Publisher<T>> work) {
		return admitted(operation, (lease, caller) -> opened(lease, caller, work)).singleOrEmpty();
	}

	private OpenOperation open(Lease lease, CallerSnapshot caller) {
		return new OpenLease(lease, this.settler, (rest) -> rest(lease, caller, rest));
	}

	private <T> Flux<T> rest(Lease lease, CallerSnapshot caller, Publisher<T> rest) {
		return billed(lease, caller,
				(claimed) -> (rest instanceof Mono<T> mono) ? GatedTemplate.<T>monoOf(claimed, mono) : rest,
				Ending.ABANDONED);
	}

	private <T> Mono<T> opened(Lease lease, CallerSnapshot caller,
			Function<OpenOperation, ? extends @Nullable Publisher<T>> work) {
		AtomicBoolean goesOn = new AtomicBoolean();
		OpenOperation open = open(lease, caller);
		return scoped(lease, caller, (claimed) -> monoOf(claimed, work.apply(open))).singleOrEmpty()
			.doOnNext((result) -> goesOn.set(true))
			.switchIfEmpty(Mono.defer(() -> settled(lease, Ending.COMPLETED)))
			.onErrorResume((failure) -> this.<T>settled(lease, Ending.FAILED).then(Mono.error(failure)))
			.doFinally((signal) -> {
				if (!goesOn.get()) {
					this.settler.settle(lease, Ending.ABANDONED);
				}
			});
	}

	private static <T> Mono<T> monoOf(Lease lease, @Nullable Publisher<T> publisher) {
		Mono<T> mono = (publisher != null) ? Mono.from(publisher) : Mono.empty();
		return mono.doOnSuccess((value) -> {
			if (value == null) {
				lease.usage().withoutValue();
			}
		});
	}

	private <T> Flux<T> gated(Supplier<Operation> operation, Function<Lease, @Nullable Publisher<T>> work,
			Ending failed) {
		return admitted(operation, (lease, caller) -> billed(lease, caller, work, failed));
	}

	private <T> Flux<T> admitted(Supplier<Operation> operation, BiFunction<Lease, CallerSnapshot, Publisher<T>> work) {
		CallerSnapshot assembled = CallerSnapshot.capture();
		return Flux.deferContextual((context) -> {
			CallerSnapshot caller = assembled.at(context);
			return admission(operation, caller, context)
				.flatMapMany((lease) -> lease.claim() ? work.apply(lease, caller) : Flux.empty());
		});
	}

	private <T extends @Nullable Object, E extends Throwable> T perform(Lease lease, BilledWork<T, E> work) throws E {
		UsageScope before = UsageReporter.bind(lease.inside(UsageReporter.current()));
		boolean performed = false;
		try {
			T value = work.perform();
			performed = true;
			return value;
		}
		finally {
			UsageReporter.bind(before);
			if (!performed) {
				BlockingAwait.awaitCompletion(this.settler.settle(lease, Ending.FAILED));
			}
		}
	}

	private <T> void startIn(CallerSnapshot caller, Lease lease,
			Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> work,
			CompletableFuture<@Nullable T> result) {
		try {
			caller.run(() -> start(lease, work, result));
		}
		catch (RuntimeException ex) {
			end(lease, null, ex, result);
		}
	}

	private <T> void start(Lease lease, Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> work,
			CompletableFuture<@Nullable T> result) {
		UsageScope before = UsageReporter.bind(lease.inside(UsageReporter.current()));
		try {
			CompletionStage<? extends @Nullable T> stage = work.get();
			if (stage == null) {
				end(lease, null, null, result);
			}
			else {
				stage.whenComplete((value, failure) -> end(lease, value, failure, result));
				if (this.forwardsCancellation && stage instanceof Future<?> source) {
					result.whenComplete((value, failure) -> cancel(source, result));
				}
			}
		}
		catch (Throwable ex) {
			end(lease, null, ex, result);
		}
		finally {
			UsageReporter.bind(before);
		}
	}

	private static void cancel(Future<?> source, CompletableFuture<?> result) {
		if (result.isCancelled()) {
			source.cancel(true);
		}
	}

	private <T> void end(Lease lease, @Nullable T value, @Nullable Throwable failure,
			CompletableFuture<@Nullable T> result) {
		if (failure == null) {
			collect(lease, value);
		}
		this.<T>settled(lease, (failure != null) ? Ending.FAILED : Ending.COMPLETED)
			.toFuture()
			.whenComplete((nothing, missingUsage) -> {
				Throwable error = (failure != null) ? failure : missingUsage;
				if (error != null) {
					result.completeExceptionally(error);
				}
				else {
					result.complete(value);
				}
			});
	}

	private Mono<Lease> admission(Supplier<Operation> operation, CallerSnapshot caller, ContextView context) {
		Mono<Lease> admission = WorkScope.within(caller, Mono.defer(() -> {
			Operation described = operation.get();
			UsageScope known = UsageReporter.current(context);
			Lease around = open((known != null) ? known : UsageReporter.current());
			if (around != null && around.absorbs(described)) {
				return Mono.just(this.gatekeeper.absorb(described, around));
			}
			Operation called = (around != null) ? described : this.gatekeeper.underInboundKey(described, context);
			return this.subjects.resolve(called.identity(), context)
				.flatMap((subject) -> this.gatekeeper.admit(called, subject, this.unclaimed));
		}));
		return Mono
			.defer(() -> Schedulers.isInNonBlockingThread() ? offLoop(admission)
					: Mono.just(BlockingAwait.await(admission.contextWrite(context), REMEDY)))
			.doOnDiscard(Lease.class, this.unclaimed);
	}

	private Mono<Lease> offLoop(Mono<Lease> admission) {
		AtomicReference<@Nullable Lease> granted = new AtomicReference<>();
		return admission.doOnNext(granted::set).publishOn(this.scheduler).doOnError((ex) -> {
			Lease lease = granted.get();
			if (lease != null) {
				this.unclaimed.accept(lease);
			}
		});
	}

	private <T> Flux<T> billed(Lease lease, CallerSnapshot caller, Function<Lease, @Nullable Publisher<T>> work,
			Ending failed) {
		// Not usingWhen: it keeps a cancel from work that emits while it is subscribed.
		return observed(lease, caller, work).concatWith(Mono.defer(() -> settled(lease, Ending.COMPLETED)))
			.onErrorResume((failure) -> this.<T>settled(lease, failed).concatWith(Mono.error(failure)))
			.doFinally((signal) -> this.settler.settle(lease, Ending.ABANDONED));
	}

	private <T> Flux<T> observed(Lease lease, CallerSnapshot caller, Function<Lease, @Nullable Publisher<T>> work) {
		return scoped(lease, caller, work).doOnNext(lease.usage()::element);
	}

	private <T> Flux<T> scoped(Lease lease, CallerSnapshot caller, Function<Lease, @Nullable Publisher<T>> work) {
		WorkScope scope = new WorkScope(caller, lease.operation().leaf() ? null : lease,
				() -> this.settler.settle(lease, Ending.FAILED));
		return scope.around(Flux.defer(() -> publisherOf(lease, work)));
	}

	private static <T> Publisher<T> publisherOf(Lease lease, Function<Lease, @Nullable Publisher<T>> work) {
		try {
			Publisher<T> publisher = work.apply(lease);
			return (publisher != null) ? publisher : Flux.empty();
		}
		catch (Throwable ex) {
			// Reactor throws the fatal ones at its thread instead of telling the
			// subscriber.
			return Flux.error(ex);
		}
	}

	private <T> Mono<T> settled(Lease lease, Ending ending) {
		// Settles on whatever thread the work ended; goes on elsewhere unless it was
		// settled at once.
		CompletableFuture<@Nullable Void> settled = this.settler.settle(lease, ending).toFuture();
		Mono<Void> settlement = settled.isDone() ? Mono.fromFuture(settled)
				: Mono.fromFuture(settled, true)
					.publishOn(this.scheduler)
					.onErrorComplete((ex) -> !(ex instanceof MissingUsageException));
		return settlement.then(Mono.empty());
	}

	private static void collect(Lease lease, @Nullable Object value) {
		if (value != null) {
			lease.usage().element(value);
		}
		else {
			lease.usage().withoutValue();
		}
	}

	private Lease awaitAdmission(Operation operation) {
		return BlockingAwait.await(admit(operation), REMEDY);
	}

	private Mono<Lease> admit(Operation operation) {
		Lease around = open(UsageReporter.current());
		if (around != null && around.absorbs(operation)) {
			return Mono.just(this.gatekeeper.absorb(operation, around));
		}
		Operation called = (around != null) ? operation : this.gatekeeper.underInboundKey(operation, Context.empty());
		return this.gatekeeper.admit(called, this.subjects.resolve(called.identity()), this.unclaimed);
	}

	private static @Nullable Lease open(@Nullable UsageScope around) {
		return (around instanceof Lease lease && lease.state() == Lease.State.OPEN) ? lease : null;
	}

}
