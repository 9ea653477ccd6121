package ai.vluna.spring.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import ai.vluna.spring.gate.BilledWork;
import ai.vluna.spring.gate.BillingTemplate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * The doorway for all AI runtimes: each call of a model and of a billed tool is one
 * operation, authorized before it, committed with the tokens it told, cancelled when it
 * fails or tells none. What it is billed as is said by {@link FeatureResolver} beans and
 * the rules in {@code vluna.models} and {@code vluna.tools}; who pays and what else holds
 * for a piece of work by its {@link ModelCallScope}.
 * <p>
 * A model call inside a gated model call, as that of a router, is a part of it. It is
 * recognised on the same thread and within the same reactive chain. Inside a billed
 * method model calls are absorbed, if its policy is to absorb; tool calls never are.
 * <p>
 * Instances are safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public interface ModelGate {

	/**
	 * Call a model. Waits for the gate and makes the call on the calling thread.
	 * @param <T> the type of the response
	 * @param <E> the type of exception the call may throw
	 * @param model the model
	 * @param reader reads the usage of the response
	 * @param call the call
	 * @return the response
	 * @throws E if the call throws it
	 * @see BillingTemplate#execute
	 */
	<T extends @Nullable Object, E extends Throwable> T call(ModelId model, TokenReader<? super T> reader,
			BilledWork<T, E> call) throws E;

	/**
	 * Call a model that answers later.
	 * @param <T> the type of the response
	 * @param model the model
	 * @param reader reads the usage of the response
	 * @param call the call
	 * @return a future of the response, completed after settlement
	 * @see BillingTemplate#executeAsync
	 */
	<T> CompletableFuture<@Nullable T> callAsync(ModelId model, TokenReader<? super T> reader,
			Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> call);

	/**
	 * Call a model that streams its response. Each subscription is an operation of its
	 * own; under a stable key those of one publisher are attempts at the same one.
	 * @param <T> the type of the chunks
	 * @param model the model
	 * @param reader reads the usage of each chunk
	 * @param call asked for the stream on each subscription, once it was admitted
	 * @return the stream, billed; it completes after settlement
	 * @see BillingTemplate#executeFlux
	 */
	<T> Flux<T> stream(ModelId model, TokenReader<? super T> reader, Supplier<? extends @Nullable Publisher<T>> call);

	/**
	 * Call a model that tells its response to callbacks. Waits for the gate and starts
	 * the call on the calling thread.
	 * @param <T> the type of the chunks and of the response
	 * @param <R> the type of what the start returns
	 * @param <E> the type of exception the start may throw
	 * @param model the model
	 * @param reader reads the usage of each chunk
	 * @param call starts the call; its callbacks tell the open call what comes and how it
	 * ends
	 * @return what the start returned
	 * @throws E if the start throws it
	 * @see BillingTemplate#executeOpen
	 */
	<T, R extends @Nullable Object, E extends Throwable> R callOpen(ModelId model, TokenReader<? super T> reader,
			OpenModelCall.Start<T, R, E> call) throws E;

	/**
	 * Call a tool, which is billed if a resolver or a rule says so. Waits for the gate
	 * and makes the call on the calling thread. Model calls that the tool makes are
	 * billed themselves.
	 * @param <T> the type of the result
	 * @param <E> the type of exception the tool may throw
	 * @param toolName the name of the tool
	 * @param call the call
	 * @return the result
	 * @throws E if the tool throws it; nothing is charged then unless the policy says
	 * otherwise
	 * @see BillingTemplate#execute
	 */
	<T extends @Nullable Object, E extends Throwable> T tool(String toolName, BilledWork<T, E> call) throws E;

	/**
	 * Return a gate for calls of which something holds unless their
	 * {@link ModelCallScope} says otherwise, such as for all calls of one model.
	 * @param defaults what holds; without a key, which is that of one piece of work
	 * @return a gate that shares everything else with this one
	 */
	ModelGate withDefaults(ModelCallOptions defaults);

	/**
	 * Return a gate that makes the calls and bills nothing.
	 * @return a gate without a gate
	 */
	static ModelGate passThrough() {
		return PassThroughModelGate.INSTANCE;
	}

	/**
	 * Return a gate that bills the calls it makes.
	 * @param template gates and bills them
	 * @param features tells what they are billed as
	 * @return a gate
	 */
	static ModelGate of(BillingTemplate template, FeatureResolution features) {
		return new BillingModelGate(template, features);
	}

}
