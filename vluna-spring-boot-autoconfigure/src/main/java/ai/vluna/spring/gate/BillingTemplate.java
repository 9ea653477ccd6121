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
 * Gates and bills work in one of four shapes, or work whose result goes on with it:
 * authorize before, commit the actual usage after, cancel on failure. Everything the
 * annotation does goes through here.
 * <p>
 * The work starts only once it was admitted. Settling never changes the result: a commit
 * that fails or is slow neither replaces nor loses the value. The exceptions before the
 * work are {@link ai.vluna.spring.denial.BillingDeniedException},
 * {@link ai.vluna.spring.denial.BillingUnavailableException} and
 * {@link ai.vluna.spring.denial.BillingConfigurationException}; where there is no
 * subject, {@link ai.vluna.spring.context.MissingBillingSubjectException}.
 * <p>
 * Instances are safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public interface BillingTemplate {

	/**
	 * Do work that returns a value. Waits for the gate and runs the work on the calling
	 * thread.
	 * @param <T> the type of the value
	 * @param <E> the type of exception the work may throw
	 * @param operation the operation
	 * @param work the work
	 * @return the value of the work
	 * @throws E if the work throws it; nothing is charged then unless the policy says
	 * otherwise
	 * @throws IllegalStateException if the calling thread must not block; nothing was
	 * authorized then
	 * @throws MissingUsageException if the work told no usage and the policy is to fail
	 * @throws java.util.concurrent.CancellationException if the calling thread is
	 * interrupted before the work was admitted
	 */
	<T extends @Nullable Object, E extends Throwable> T execute(Operation operation, BilledWork<T, E> work) throws E;

	/**
	 * Do work that returns a future. On a thread that may block, waits for admission and
	 * runs the work there; elsewhere the work starts later on another thread, with the
	 * caller's context.
	 * @param <T> the type of the value
	 * @param operation the operation
	 * @param work the work; a {@code null} stage is a {@code null} value
	 * @return a future of the work's value, completed after settlement. Cancelling it
	 * does not cancel the work, which is billed when it ends
	 */
	<T> CompletableFuture<@Nullable T> executeAsync(Operation operation,
			Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> work);

	/**
	 * Do work that emits at most one value. Nothing happens before subscription, and each
	 * subscription is an operation of its own.
	 * @param <T> the type of the value
	 * @param operation asked for the operation on each subscription
	 * @param work asked for the work on each subscription, once it was admitted; a
	 * {@code null} publisher is an empty one
	 * @return the work, billed; it completes after settlement, and never on a thread of
	 * the gate's client
	 */
	<T> Mono<T> executeMono(Supplier<Operation> operation, Supplier<? extends @Nullable Publisher<T>> work);

	/**
	 * Do work that emits at most one value, described once for all subscriptions.
	 * @param <T> the type of the value
	 * @param operation the operation
	 * @param work asked for the work on each subscription, once it was admitted
	 * @return the work, billed
	 * @see #executeMono(Supplier, Supplier)
	 */
	default <T> Mono<T> executeMono(Operation operation, Supplier<? extends @Nullable Publisher<T>> work) {
		return executeMono(() -> operation, work);
	}

	/**
	 * Do work that emits any number of values. Nothing happens before subscription, and
	 * each subscription is an operation of its own. Elements pass through as they come.
	 * @param <T> the type of the elements
	 * @param operation asked for the operation on each subscription
	 * @param work asked for the work on each subscription, once it was admitted; a
	 * {@code null} publisher is an empty one
	 * @return the work, billed; it completes after settlement
	 */
	<T> Flux<T> executeFlux(Supplier<Operation> operation, Supplier<? extends @Nullable Publisher<T>> work);

	/**
	 * Do work that emits any number of values, described once for all subscriptions.
	 * @param <T> the type of the elements
	 * @param operation the operation
	 * @param work asked for the work on each subscription, once it was admitted
	 * @return the work, billed
	 * @see #executeFlux(Supplier, Supplier)
	 */
	default <T> Flux<T> executeFlux(Operation operation, Supplier<? extends @Nullable Publisher<T>> work) {
		return executeFlux(() -> operation, work);
	}

	/**
	 * Do work whose result goes on with it after it was returned. Waits for the gate and
	 * runs the work on the calling thread; the operation stays open until the work says
	 * that it ended.
	 * @param <T> the type of the result
	 * @param <E> the type of exception the work may throw
	 * @param operation the operation
	 * @param work the work, which ends the operation it is given unless it throws
	 * @return the result of the work
	 * @throws E if the work throws it; nothing is charged then unless the policy says
	 * otherwise
	 * @throws IllegalStateException if the calling thread must not block; nothing was
	 * authorized then
	 * @throws java.util.concurrent.CancellationException if the calling thread is
	 * interrupted before the work was admitted
	 */
	<T extends @Nullable Object, E extends Throwable> T executeOpen(Operation operation, OpenWork<T, E> work) throws E;

	/**
	 * Do work that emits at most one result, which goes on with the work after it was
	 * emitted. Nothing happens before subscription, and each subscription is an operation
	 * of its own.
	 * @param <T> the type of the result
	 * @param operation asked for the operation on each subscription
	 * @param work asked for the work on each subscription, once it was admitted; ends the
	 * operation it is given if it emits a result, a {@code null} publisher is an empty
	 * one
	 * @return the work
	 */
	<T> Mono<T> executeOpenMono(Supplier<Operation> operation,
			Function<OpenOperation, ? extends @Nullable Publisher<T>> work);

	/**
	 * Return a template that does the work and bills nothing.
	 * @return a template without a gate
	 */
	static BillingTemplate passThrough() {
		return PassThroughTemplate.INSTANCE;
	}

}
