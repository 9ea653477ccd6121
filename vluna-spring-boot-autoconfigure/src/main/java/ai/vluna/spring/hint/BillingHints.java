package ai.vluna.spring.hint;

import java.util.List;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.usage.UsageReporter;
import ai.vluna.spring.usage.UsageScope;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * The hints of one answer of the gate. Inside billed work, {@link #current()} returns
 * those of its admission, so that the work can do with less before it spends anything:
 * {@code BillingHints.current().has(ScarcityHint.class)}.
 *
 * @param sources the hints as the gate sent them
 * @since 0.1.0
 */
public record BillingHints(List<Hint> sources) {

	/**
	 * No hints.
	 */
	public static final BillingHints NONE = new BillingHints(List.of());

	/**
	 * Create the hints of an answer.
	 * @param sources the hints as the gate sent them
	 */
	public BillingHints {
		sources = List.copyOf(sources);
	}

	/**
	 * Return the hints of an answer, such as those of a denial.
	 * @param sources the hints as the gate sent them
	 * @return the hints, typed
	 */
	public static BillingHints of(List<Hint> sources) {
		return sources.isEmpty() ? NONE : new BillingHints(sources);
	}

	/**
	 * Return the hints with which the operation that runs on this thread was let in. The
	 * operation follows the work over threads and Reactor wherever Micrometer's context
	 * propagation is on.
	 * @return the hints; none outside of operations
	 * @see UsageReporter
	 */
	public static BillingHints current() {
		return of(UsageReporter.current());
	}

	/**
	 * Return the hints with which the operation of a reactive chain was let in, for use
	 * in {@code deferContextual}.
	 * @param context the context of the chain
	 * @return the hints; none outside of operations
	 */
	public static BillingHints current(ContextView context) {
		return of(UsageReporter.current(context));
	}

	private static BillingHints of(@Nullable UsageScope operation) {
		return (operation instanceof HintScope scope) ? scope.hints() : NONE;
	}

	/**
	 * Return all hints.
	 * @return the hints in the order of the answer, those of unknown types included
	 */
	public List<BillingHint> all() {
		return this.sources.stream().map(BillingHint::of).toList();
	}

	/**
	 * Find a hint.
	 * @param <T> the type to find
	 * @param type the type, which may be one that several types have in common
	 * @return the first such hint, or {@code null} when there is none
	 */
	public <T extends BillingHint> @Nullable T find(Class<T> type) {
		for (Hint source : this.sources) {
			BillingHint hint = BillingHint.of(source);
			if (type.isInstance(hint)) {
				return type.cast(hint);
			}
		}
		return null;
	}

	/**
	 * Return whether there is a hint of a type.
	 * @param type the type, which may be one that several types have in common
	 * @return whether there is one
	 */
	public boolean has(Class<? extends BillingHint> type) {
		return find(type) != null;
	}

	/**
	 * Return whether the answer had no hints.
	 * @return whether there are none
	 */
	public boolean isEmpty() {
		return this.sources.isEmpty();
	}

}
