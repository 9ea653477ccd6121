package ai.vluna.spring.interceptor.shape;

import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.NoSuchElementException;

import ai.vluna.spring.gate.BilledWork;
import ai.vluna.spring.gate.OpenOperation;

/**
 * Shows each element that is taken to the operation, and ends it when there is no next
 * one.
 *
 * @param <T> the type of the elements
 */
final class BilledIterator<T> implements Iterator<T> {

	private final Iterator<T> source;

	private final OpenOperation operation;

	BilledIterator(Iterator<T> source, OpenOperation operation) {
		this.source = source;
		this.operation = operation;
	}

	@Override
	public boolean hasNext() {
		try {
			boolean hasNext = ask(this.source::hasNext);
			if (!hasNext) {
				this.operation.complete();
			}
			return hasNext;
		}
		finally {
			Reference.reachabilityFence(this);
		}
	}

	@Override
	public T next() {
		try {
			T next = ask(this.source::next);
			if (next != null) {
				this.operation.element(next);
			}
			return next;
		}
		catch (NoSuchElementException ex) {
			this.operation.complete();
			throw ex;
		}
		finally {
			Reference.reachabilityFence(this);
		}
	}

	@Override
	public void remove() {
		this.source.remove();
	}

	private <V> V ask(BilledWork<V, RuntimeException> question) {
		try {
			return this.operation.part(question);
		}
		catch (NoSuchElementException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			this.operation.interrupt();
			throw ex;
		}
	}

}
