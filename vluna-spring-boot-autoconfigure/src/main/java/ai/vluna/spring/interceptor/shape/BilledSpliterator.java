package ai.vluna.spring.interceptor.shape;

import java.lang.ref.Reference;
import java.util.Comparator;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import ai.vluna.spring.gate.OpenOperation;
import org.jspecify.annotations.Nullable;

/**
 * Shows each element that is taken to the operation, and ends it with the last one. What
 * the taker does with an element is no part of the operation.
 *
 * @param <T> the type of the elements
 */
final class BilledSpliterator<T extends @Nullable Object> implements Spliterator<T>, Consumer<T> {

	private final Spliterator<T> source;

	private final OpenOperation operation;

	private final Parts parts;

	private boolean exhausted;

	private @Nullable T element;

	BilledSpliterator(Spliterator<T> source, OpenOperation operation) {
		this(source, operation, new Parts());
		operation.interruptWhenUnreachable(this.parts);
	}

	private BilledSpliterator(Spliterator<T> source, OpenOperation operation, Parts parts) {
		this.source = source;
		this.operation = operation;
		this.parts = parts;
	}

	@Override
	public boolean tryAdvance(Consumer<? super T> action) {
		try {
			if (!this.exhausted && pull()) {
				action.accept(taken());
				return true;
			}
			finish();
			return false;
		}
		finally {
			Reference.reachabilityFence(this.parts);
		}
	}

	private boolean pull() {
		try {
			return this.operation.<Boolean, RuntimeException>part(() -> this.source.tryAdvance(this));
		}
		catch (Throwable ex) {
			this.operation.interrupt();
			throw ex;
		}
	}

	@SuppressWarnings("NullAway") // What was pulled is of the type of the elements.
	private T taken() {
		T taken = this.element;
		this.element = null;
		if (taken != null) {
			this.operation.element(taken);
		}
		return taken;
	}

	private void finish() {
		if (!this.exhausted) {
			this.exhausted = true;
			if (this.parts.open.decrementAndGet() == 0) {
				this.operation.complete();
			}
		}
	}

	@Override
	public void accept(T pulled) {
		this.element = pulled;
	}

	@Override
	public @Nullable Spliterator<T> trySplit() {
		Spliterator<T> prefix = this.source.trySplit();
		if (prefix == null) {
			return null;
		}
		this.parts.open.incrementAndGet();
		return new BilledSpliterator<>(prefix, this.operation, this.parts);
	}

	@Override
	public long estimateSize() {
		return this.source.estimateSize();
	}

	@Override
	public int characteristics() {
		// A stream that knows its size may be counted without taking an element.
		return this.source.characteristics() & ~(SIZED | SUBSIZED);
	}

	@Override
	public @Nullable Comparator<? super T> getComparator() {
		return this.source.getComparator();
	}

	/**
	 * What all parts of a stream hold, as long as one of them can be reached.
	 */
	private static final class Parts {

		private final AtomicInteger open = new AtomicInteger(1);

	}

}
