package ai.vluna.spring.delivery.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where threads that must not wait, such as event loops, leave things for threads that
 * may. The blocking queues of the JDK have their producers wait for each other's lock;
 * here nobody waits but those who take. Internal.
 *
 * @param <T> the type of the things
 * @since 0.1.0
 */
public final class Inbox<T> {

	private static final Log logger = LogFactory.getLog(Inbox.class);

	private final Queue<T> things = new ConcurrentLinkedQueue<>();

	private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	private final int capacity;

	private volatile boolean told;

	private volatile boolean closed;

	/**
	 * Create an inbox.
	 * @param capacity how many things may lie in it
	 */
	public Inbox(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Leave something. Does not block.
	 * @param thing the thing
	 * @return whether somebody will take it; not if there is no room or it is closed
	 */
	public boolean offer(T thing) {
		if (this.closed || !reserve()) {
			return false;
		}
		this.things.add(thing);
		Thread taker = this.waiting.poll();
		if (taker != null) {
			LockSupport.unpark(taker);
		}
		// They may have looked for the last time already.
		return !this.closed || !remove(thing);
	}

	private boolean reserve() {
		return this.size.getAndUpdate((size) -> (size < this.capacity) ? size + 1 : size) < this.capacity;
	}

	private boolean remove(T thing) {
		boolean removed = this.things.remove(thing);
		if (removed) {
			this.size.decrementAndGet();
		}
		return removed;
	}

	/**
	 * Take what comes until this is closed and empty. No error ends that, since those who
	 * leave something would wait for nobody.
	 * @param max how many things to take at most at a time
	 * @param work what to do with things, in their order
	 * @param failed told of things with which that failed
	 */
	public void serve(int max, Consumer<List<T>> work, BiConsumer<T, Throwable> failed) {
		List<T> taken = new ArrayList<>();
		boolean open = true;
		while (open) {
			try {
				open = take(taken, max);
				if (open) {
					work.accept(taken);
				}
			}
			catch (Throwable ex) {
				fail(taken, ex, failed);
			}
			taken.clear();
		}
	}

	private void fail(List<T> things, Throwable failure, BiConsumer<T, Throwable> failed) {
		try {
			things.forEach((thing) -> failed.accept(thing, failure));
			if (!this.told) {
				this.told = true;
				logger.error("Something failed that should not, which is told once", failure);
			}
		}
		catch (Throwable ex) {
			// Out of memory, perhaps: there is no way to tell.
		}
	}

	/**
	 * Take what is there, after waiting until there is something. An interrupt is
	 * nobody's way to end this: it is forgotten.
	 * @param taken where to put the things, in their order
	 * @param max how many to take at most
	 * @return whether there was anything; if not, it is closed
	 */
	public boolean take(Collection<? super T> taken, int max) {
		T thing = await();
		// What is done with the things must not be interrupted either.
		Thread.interrupted();
		for (int count = 1; thing != null; count++) {
			taken.add(thing);
			thing = (count < max) ? poll() : null;
		}
		return !taken.isEmpty();
	}

	private @Nullable T await() {
		Thread thread = Thread.currentThread();
		T thing = poll();
		while (thing == null && !this.closed) {
			// Before the last look, so that whoever comes after it finds somebody to
			// wake.
			this.waiting.add(thread);
			if (this.things.isEmpty() && !this.closed) {
				LockSupport.park(this);
				// Or there is no parking any more.
				Thread.interrupted();
			}
			this.waiting.remove(thread);
			thing = poll();
		}
		return (thing != null) ? thing : poll();
	}

	/**
	 * Take the next thing, if there is one. Does not block.
	 * @return the thing, or {@code null} if there is none
	 */
	public @Nullable T poll() {
		T thing = this.things.poll();
		if (thing != null) {
			this.size.decrementAndGet();
		}
		return thing;
	}

	/**
	 * Let nothing in any more. What is there can be taken.
	 */
	public void close() {
		this.closed = true;
		for (Thread taker = this.waiting.poll(); taker != null; taker = this.waiting.poll()) {
			LockSupport.unpark(taker);
		}
	}

	/**
	 * Return whether nothing is let in any more.
	 * @return whether it is closed
	 */
	public boolean isClosed() {
		return this.closed;
	}

}
