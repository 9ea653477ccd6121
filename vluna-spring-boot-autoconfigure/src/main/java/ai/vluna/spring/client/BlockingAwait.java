package ai.vluna.spring.client;

import java.util.Objects;
import java.util.concurrent.CancellationException;

import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The one place where a thread waits for the gate. For internal use: it may change
 * without notice.
 *
 * @since 0.1.0
 */
public final class BlockingAwait {

	private BlockingAwait() {
	}

	/**
	 * Wait for the value of a publisher that is known to emit one.
	 * @param <T> the type of the value
	 * @param publisher the publisher, bounded in time by its own timeouts
	 * @param remedy what the caller should do when this thread must not block
	 * @return the value
	 * @throws IllegalStateException if the current thread must not block; nothing was
	 * subscribed then
	 * @throws CancellationException if the current thread is interrupted
	 */
	public static <T> T await(Mono<T> publisher, String remedy) {
		requireBlockingThread(remedy);
		try {
			return Objects.requireNonNull(publisher.block(), "'publisher' must emit a value");
		}
		catch (RuntimeException ex) {
			if (Exceptions.unwrap(ex) instanceof InterruptedException) {
				throw new CancellationException("Interrupted while waiting for the gate");
			}
			throw ex;
		}
	}

	/**
	 * Wait for a publisher to complete. An interruption ends the wait, not the work that
	 * is waited for, and is left for the caller to notice.
	 * @param publisher the publisher, bounded in time by its own timeouts
	 */
	public static void awaitCompletion(Mono<Void> publisher) {
		try {
			publisher.block();
		}
		catch (RuntimeException ex) {
			if (!(Exceptions.unwrap(ex) instanceof InterruptedException)) {
				throw ex;
			}
		}
	}

	/**
	 * Fail when the current thread must not block.
	 * @param remedy what the caller should do instead
	 * @throws IllegalStateException if the current thread must not block
	 */
	public static void requireBlockingThread(String remedy) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException(
					"Thread '%s' must not block. %s".formatted(Thread.currentThread().getName(), remedy));
		}
	}

}
