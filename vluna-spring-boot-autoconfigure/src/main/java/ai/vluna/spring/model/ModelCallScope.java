package ai.vluna.spring.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import ai.vluna.spring.context.BillingSubjects.Code;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * A piece of work, such as one run of an agent, whose model and tool calls are made under
 * the same options. Bind it to a block of code with {@link #with} or to a reactive chain
 * with {@link #write}; it follows the work over threads and Reactor wherever Micrometer's
 * context propagation is on. What a scope leaves open is said by the one around it.
 * <p>
 * Under a stable key the calls of each feature are numbered from 1, so that the work,
 * when it is done again, makes its calls under the same keys again. That needs calls of
 * one feature in the same order each time; the ids that models give to tool calls are no
 * part of it, as they differ each time.
 *
 * @since 0.1.0
 */
public final class ModelCallScope {

	static final String CONTEXT_KEY = ModelCallScope.class.getName();

	private static final ThreadLocal<@Nullable ModelCallScope> CURRENT = new ThreadLocal<>();

	private final ModelCallOptions options;

	private final Map<String, AtomicInteger> calls;

	private ModelCallScope(ModelCallOptions options, Map<String, AtomicInteger> calls) {
		this.options = options;
		this.calls = calls;
	}

	/**
	 * Run code as a piece of work.
	 * @param <T> the type of the result
	 * @param <E> the type of exception the code may throw
	 * @param options what it says about its calls
	 * @param code the code to run on this thread
	 * @return the result of the code
	 * @throws E if the code throws it
	 */
	public static <T extends @Nullable Object, E extends Throwable> T with(ModelCallOptions options, Code<T, E> code)
			throws E {
		return within(CURRENT.get(), options).call(code);
	}

	/**
	 * Run code as a piece of work.
	 * @param options what it says about its calls
	 * @param code the code to run on this thread
	 */
	public static void with(ModelCallOptions options, Runnable code) {
		ModelCallScope.<@Nullable Object, RuntimeException>with(options, () -> {
			code.run();
			return null;
		});
	}

	/**
	 * Return a function for {@code contextWrite} that makes everything upstream a piece
	 * of work, anew for each subscription.
	 * @param options what it says about its calls
	 * @return the function
	 */
	public static Function<Context, Context> write(ModelCallOptions options) {
		return (context) -> context.put(CONTEXT_KEY, within(current(context), options));
	}

	/**
	 * Return the scope of this thread.
	 * @return the scope, or {@code null} if there is none
	 */
	public static @Nullable ModelCallScope current() {
		return CURRENT.get();
	}

	/**
	 * Return the scope of a reactive chain, or else of this thread.
	 * @param context the context of the chain
	 * @return the scope, or {@code null} if there is none
	 */
	public static @Nullable ModelCallScope current(ContextView context) {
		ModelCallScope scope = context.getOrDefault(CONTEXT_KEY, null);
		return (scope != null) ? scope : CURRENT.get();
	}

	/**
	 * Run code as a part of this piece of work.
	 * @param <T> the type of the result
	 * @param <E> the type of exception the code may throw
	 * @param code the code to run on this thread
	 * @return the result of the code
	 * @throws E if the code throws it
	 */
	public <T extends @Nullable Object, E extends Throwable> T call(Code<T, E> code) throws E {
		ModelCallScope before = bind(this);
		try {
			return code.run();
		}
		finally {
			bind(before);
		}
	}

	/**
	 * Return the options, those of the scopes around included.
	 * @return the options
	 */
	public ModelCallOptions options() {
		return this.options;
	}

	/**
	 * Return the key of the next call.
	 * @param featureCode what it is billed as
	 * @return the key, or {@code null} for a random one
	 */
	@Nullable String nextKey(String featureCode) {
		String key = this.options.key();
		return (key != null)
				? key + "/" + this.calls.computeIfAbsent(featureCode, (code) -> new AtomicInteger()).incrementAndGet()
				: null;
	}

	static @Nullable ModelCallScope bind(@Nullable ModelCallScope scope) {
		ModelCallScope before = CURRENT.get();
		if (scope != null) {
			CURRENT.set(scope);
		}
		else {
			CURRENT.remove();
		}
		return before;
	}

	private static ModelCallScope within(@Nullable ModelCallScope around, ModelCallOptions options) {
		// Calls are counted where the key was said, so that no two have the same.
		return (around != null)
				? new ModelCallScope(options.orElse(around.options),
						(options.key() != null) ? new ConcurrentHashMap<>() : around.calls)
				: new ModelCallScope(options, new ConcurrentHashMap<>());
	}

}
