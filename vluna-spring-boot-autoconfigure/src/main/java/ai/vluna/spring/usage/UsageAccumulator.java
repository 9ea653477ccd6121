package ai.vluna.spring.usage;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Collects the usage of one operation. It has exactly one source, never a sum of two: of
 * the extractors in their order, then what the code reported itself, then what calls
 * inside the operation used together, the first that told anything.
 * <p>
 * Elements arrive one after the other, everything else from any thread. For internal use:
 * it may change without notice.
 *
 * @since 0.1.0
 */
public final class UsageAccumulator implements UsageScope {

	private static final Object NOTHING = new Object();

	private static final Object CLOSED = new Object();

	private final List<? extends UsageExtractor<Object>> extractors;

	private final Aggregate aggregate;

	private final Consumer<Exception> extractionFailed;

	private final AtomicLong elements = new AtomicLong();

	private final AtomicReferenceArray<@Nullable Object> told;

	private final AtomicReference<Object> absorbed = new AtomicReference<>(NOTHING);

	private volatile boolean countsAbsorbed;

	/**
	 * Create an accumulator.
	 * @param extractors the extractors, the preferred first
	 * @param aggregate how the usage of a stream follows from its elements
	 * @param extractionFailed told of extractors that failed; they count as having told
	 * nothing
	 */
	public UsageAccumulator(List<? extends UsageExtractor<Object>> extractors, Aggregate aggregate,
			Consumer<Exception> extractionFailed) {
		this.extractors = extractors;
		this.aggregate = aggregate;
		this.extractionFailed = extractionFailed;
		this.told = new AtomicReferenceArray<>(extractors.size() + 1);
	}

	/**
	 * Take a value or the next element of a stream. Never throws.
	 * @param value the value
	 */
	public void element(Object value) {
		if (this.aggregate == Aggregate.COUNT) {
			this.elements.incrementAndGet();
			return;
		}
		ask((extractor) -> extractor.extract(value));
	}

	/**
	 * Take the good end of work that has no value. Never throws.
	 */
	public void withoutValue() {
		if (this.aggregate != Aggregate.COUNT) {
			ask(UsageExtractor::extractWithoutValue);
		}
	}

	@Override
	public void report(Usage usage) {
		tell(this.extractors.size(), usage);
	}

	/**
	 * Add the usage of a call inside the operation. Its meter lines are those of another
	 * feature and are not kept; its tokens are, from which the lines of the operation are
	 * made.
	 * @param usage the usage of the inner call
	 * @return whether it counts; {@code false} once this accumulator was closed
	 */
	public boolean absorb(Usage usage) {
		Usage added = new Usage(usage.quantityMinor(), List.of(), false, usage.tokens());
		return this.absorbed.updateAndGet((before) -> (before == NOTHING) ? added : sum(before, added)) != CLOSED;
	}

	/**
	 * Return what is known by now, and take no more from inner calls.
	 * @return the usage, or {@code null} when nothing was told
	 * @throws UnsendableUsageException if a usage was told that is no valid number
	 */
	public @Nullable Usage close() {
		Object inner = this.absorbed.getAndSet(CLOSED);
		if (this.aggregate == Aggregate.COUNT) {
			return Usage.of(this.elements.get());
		}
		for (int i = 0; i < this.told.length(); i++) {
			Object result = this.told.get(i);
			if (result != null) {
				return usageOf(result);
			}
		}
		if (inner == NOTHING || inner == CLOSED) {
			return null;
		}
		this.countsAbsorbed = true;
		return usageOf(inner);
	}

	/**
	 * Return whether inner calls were the source of what {@link #close()} returned, so
	 * that one which ends later belongs to it.
	 * @return whether the usage of inner calls counts
	 */
	public boolean countsAbsorbed() {
		return this.countsAbsorbed;
	}

	private static Usage usageOf(Object told) {
		if (told instanceof UnsendableUsageException ex) {
			throw ex;
		}
		return (Usage) told;
	}

	private void ask(Function<UsageExtractor<Object>, @Nullable Usage> question) {
		for (int i = 0; i < this.extractors.size(); i++) {
			if (ask(i, question)) {
				return;
			}
		}
	}

	private boolean ask(int source, Function<UsageExtractor<Object>, @Nullable Usage> question) {
		try {
			Usage usage = question.apply(this.extractors.get(source));
			if (usage == null || tellsNothing(usage)) {
				end(source, usage);
				return false;
			}
			tell(source, usage);
		}
		catch (UnsendableUsageException ex) {
			this.told.set(source, ex);
		}
		catch (Throwable ex) {
			// A missing class is an Error, and the work is done all the same.
			this.extractionFailed.accept((ex instanceof Exception exception) ? exception : new ExecutionException(ex));
			return false;
		}
		return true;
	}

	private static boolean tellsNothing(Usage usage) {
		return usage.tokens() != null && !usage.tokens().reported();
	}

	private void end(int source, @Nullable Usage usage) {
		// The event that ends a stream need not be the one that tells its usage.
		if (usage != null && usage.terminal() && this.aggregate == Aggregate.LAST) {
			this.told.updateAndGet(source,
					(before) -> (before instanceof Usage known) ? known.withTerminal(true) : before);
		}
	}

	private void tell(int source, Usage usage) {
		if (this.aggregate != Aggregate.SUM) {
			this.told.accumulateAndGet(source, usage, UsageAccumulator::last);
			return;
		}
		// Whatever an element says of itself, a sum is not final before the stream ends.
		this.told.accumulateAndGet(source, usage.withTerminal(false), UsageAccumulator::sum);
	}

	private static Object last(@Nullable Object before, Object added) {
		try {
			return (before instanceof Usage first && added instanceof Usage second) ? first.updatedBy(second) : added;
		}
		catch (UnsendableUsageException ex) {
			return ex;
		}
	}

	private static Object sum(@Nullable Object before, Object added) {
		if (before instanceof Usage first && added instanceof Usage second) {
			try {
				return first.plus(second);
			}
			catch (UnsendableUsageException ex) {
				return ex;
			}
		}
		return (before != null) ? before : added;
	}

}
