package ai.vluna.spring.usage;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Collects the usage of one operation. It has exactly one source, never a sum of two: of
 * the extractors in their order, then what the code reported itself, the first that told
 * anything.
 * <p>
 * Elements arrive one after the other, reports from any thread. For internal use: it may
 * change without notice.
 *
 * @since 0.1.0
 */
public final class UsageAccumulator {

	private final List<? extends UsageExtractor<Object>> extractors;

	private final Aggregate aggregate;

	private final Consumer<Exception> extractionFailed;

	private final AtomicLong elements = new AtomicLong();

	private final AtomicReferenceArray<@Nullable Object> told;

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

	/**
	 * Take a usage that the code reported itself.
	 * @param usage the usage
	 */
	public void report(Usage usage) {
		tell(this.extractors.size(), usage);
	}

	/**
	 * Return what is known by now.
	 * @return the usage, or {@code null} when nothing was told
	 * @throws UnsendableUsageException if a usage was told that is no valid number
	 */
	public @Nullable Usage result() {
		if (this.aggregate == Aggregate.COUNT) {
			return Usage.of(this.elements.get());
		}
		for (int i = 0; i < this.told.length(); i++) {
			Object result = this.told.get(i);
			if (result instanceof UnsendableUsageException ex) {
				throw ex;
			}
			if (result != null) {
				return (Usage) result;
			}
		}
		return null;
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
			if (usage == null) {
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

	private void tell(int source, Usage usage) {
		if (this.aggregate != Aggregate.SUM) {
			this.told.set(source, usage);
			return;
		}
		// Whatever an element says of itself, a sum is not final before the stream ends.
		this.told.accumulateAndGet(source, new Usage(usage.quantityMinor(), usage.meters(), false),
				UsageAccumulator::sum);
	}

	private static @Nullable Object sum(@Nullable Object before, @Nullable Object added) {
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
