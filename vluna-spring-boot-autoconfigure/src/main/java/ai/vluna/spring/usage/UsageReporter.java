package ai.vluna.spring.usage;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * For code that tells its usage itself, from inside billed work:
 * {@code UsageReporter.report(Usage.of(42))}. What is reported counts for the innermost
 * operation that runs on this thread, and only if neither the annotation's
 * {@code quantity} nor an extractor tells anything. Of several reports the last counts,
 * of tokens the last of each kind; they add up where the operation's aggregate is
 * {@link Aggregate#SUM}.
 * <p>
 * The operation follows the work over threads and Reactor wherever Micrometer's context
 * propagation is on.
 *
 * @since 0.1.0
 */
public final class UsageReporter {

	static final String CONTEXT_KEY = UsageReporter.class.getName() + ".scope";

	private static final ThreadLocal<@Nullable UsageScope> CURRENT = new ThreadLocal<>();

	private UsageReporter() {
	}

	/**
	 * Report a usage for the operation that runs on this thread. Does not block.
	 * @param usage the usage
	 * @return whether there is such an operation
	 */
	public static boolean report(Usage usage) {
		UsageScope current = CURRENT.get();
		if (current != null) {
			current.report(usage);
		}
		return current != null;
	}

	/**
	 * Report a usage for the operation of a reactive chain, for use in
	 * {@code deferContextual}. Does not block.
	 * @param context the context of the chain
	 * @param usage the usage
	 * @return whether there is such an operation
	 */
	public static boolean report(ContextView context, Usage usage) {
		UsageScope current = current(context);
		if (current != null) {
			current.report(usage);
		}
		return current != null;
	}

	/**
	 * Make an operation the one that runs on this thread. For internal use.
	 * @param scope the operation, or {@code null} for none
	 * @return the one before, to be put back
	 */
	public static @Nullable UsageScope bind(@Nullable UsageScope scope) {
		UsageScope before = CURRENT.get();
		if (scope != null) {
			CURRENT.set(scope);
		}
		else {
			CURRENT.remove();
		}
		return before;
	}

	/**
	 * Make an operation the one of a reactive chain. For internal use.
	 * @param context the context of the chain
	 * @param scope the operation
	 * @return the context with the operation
	 */
	public static Context bind(Context context, UsageScope scope) {
		return context.put(CONTEXT_KEY, scope);
	}

	/**
	 * Return the operation that runs on this thread. For internal use.
	 * @return the operation, or {@code null} if there is none
	 */
	public static @Nullable UsageScope current() {
		return CURRENT.get();
	}

	/**
	 * Return the operation of a reactive chain. For internal use.
	 * @param context the context of the chain
	 * @return the operation, or {@code null} if there is none
	 */
	public static @Nullable UsageScope current(ContextView context) {
		return context.getOrDefault(CONTEXT_KEY, null);
	}

}
