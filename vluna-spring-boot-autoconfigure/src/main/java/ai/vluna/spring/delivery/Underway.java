package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is under way, so that the end of the application can wait for it.
 */
final class Underway {

	private final AtomicInteger count = new AtomicInteger();

	private volatile CompletableFuture<Void> none = CompletableFuture.completedFuture(null);

	void begin() {
		this.count.incrementAndGet();
	}

	void end() {
		if (this.count.decrementAndGet() == 0) {
			this.none.complete(null);
		}
	}

	int count() {
		return this.count.get();
	}

	/**
	 * Wait until nothing is under way.
	 * @param patience the longest wait
	 * @return whether nothing is
	 */
	boolean awaitNone(Duration patience) {
		CompletableFuture<Void> none = new CompletableFuture<>();
		this.none = none;
		if (this.count.get() == 0) {
			return true;
		}
		try {
			none.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (TimeoutException | ExecutionException ex) {
			return false;
		}
	}

}
