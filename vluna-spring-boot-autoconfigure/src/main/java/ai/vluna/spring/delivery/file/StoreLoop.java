package ai.vluna.spring.delivery.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import ai.vluna.spring.delivery.store.Inbox;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * The one thread that touches the file. Whatever is asked of it while it is busy is done
 * at once afterwards, and made durable together. No thread of an application, which may
 * be interrupted, ever reads or writes the file. Where the file fails, it is opened again
 * from time to time.
 */
final class StoreLoop {

	private static final Log logger = LogFactory.getLog(StoreLoop.class);

	private static final int MAX_GROUP = 256;

	/**
	 * How long changes that nobody waits for may stay in memory.
	 */
	private static final Duration LAZINESS = Duration.ofMillis(200);

	private static final Duration IDLE = Duration.ofSeconds(1);

	private static final Duration BETWEEN_TIDYING = Duration.ofMillis(50);

	private static final Duration BEFORE_REOPENING = Duration.ofSeconds(1);

	private final Supplier<StoreFile> opener;

	private final Scheduler timer;

	private final Inbox<Task<?>> tasks = new Inbox<>(Integer.MAX_VALUE);

	private final Thread thread = new Thread(this::run, "vluna-file");

	private final CompletableFuture<Void> opened = new CompletableFuture<>();

	private @Nullable StoreFile file;

	private volatile Consumer<StoreFile> afterwards = (file) -> {
	};

	private boolean flushing;

	private boolean tidying;

	private long lastCommit;

	private long lastFailure;

	/**
	 * Open the file and start the thread.
	 * @param opener opens the file
	 * @param timer times the waits; nothing on it blocks
	 */
	StoreLoop(Supplier<StoreFile> opener, Scheduler timer) {
		this.opener = opener;
		this.timer = timer;
		this.thread.setDaemon(true);
		this.thread.start();
		get(this.opened);
	}

	/**
	 * Wait for a result, come what may.
	 * @param <T> the type of the result
	 * @param future the future result
	 * @return the result
	 */
	static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/**
	 * Have something done to the file.
	 * @param <T> the type of the result
	 * @param work what to do; does nothing but read and change the file
	 * @return completes on the thread of the file, once the changes survive everything
	 */
	<T extends @Nullable Object> CompletableFuture<T> durably(Function<StoreFile, T> work) {
		return submit(new Task<>(true, work));
	}

	/**
	 * Have something done to the file that may have to be done again after a crash.
	 * @param <T> the type of the result
	 * @param work what to do; does nothing but read and change the file
	 * @return completes on the thread of the file
	 */
	<T extends @Nullable Object> CompletableFuture<T> lazily(Function<StoreFile, T> work) {
		return submit(new Task<>(false, work));
	}

	/**
	 * Have something done whenever the file was used.
	 * @param afterwards what to do on the thread of the file
	 */
	void afterwards(Consumer<StoreFile> afterwards) {
		this.afterwards = afterwards;
		lookAgain();
	}

	/**
	 * Have the thread of the file look what there is to do, after what waits now.
	 * @return completes on the thread of the file
	 */
	CompletableFuture<?> lookAgain() {
		return lazily((file) -> true);
	}

	/**
	 * Have the thread of the file look what there is to do.
	 * @param delay when
	 */
	void wakeUp(Duration delay) {
		later(delay, this::lookAgain);
	}

	private <T> CompletableFuture<T> submit(Task<T> task) {
		if (!this.tasks.offer(task)) {
			task.fail(closed());
		}
		return task.result;
	}

	private void later(Duration delay, Runnable action) {
		try {
			this.timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The application stops", ex);
		}
	}

	private static StoreUnavailableException closed() {
		return new StoreUnavailableException("The file of settlements is closed", null);
	}

	private void run() {
		try {
			this.file = this.opener.get();
			this.opened.complete(null);
		}
		catch (Throwable ex) {
			this.tasks.close();
			this.opened.completeExceptionally(ex);
			return;
		}
		List<Task<?>> group = new ArrayList<>();
		while (this.tasks.take(group, MAX_GROUP)) {
			work(group);
			group.clear();
		}
		close(this.file);
	}

	private void work(List<Task<?>> group) {
		try {
			StoreFile file = usable();
			for (Task<?> task : group) {
				task.run(file);
			}
			if (group.stream().anyMatch((task) -> task.durable)) {
				commit(file);
			}
			group.forEach(Task::complete);
			this.afterwards.accept(file);
			flushLater(file);
		}
		catch (Throwable ex) {
			fail(group, ex);
		}
	}

	private StoreFile usable() {
		StoreFile file = this.file;
		if (file == null) {
			if (now() - this.lastFailure < BEFORE_REOPENING.toMillis()) {
				throw new StoreUnavailableException("The file of settlements failed a moment ago", null);
			}
			file = this.opener.get();
			this.file = file;
			logger.info("The file of settlements is in use again");
		}
		return file;
	}

	private void commit(StoreFile file) {
		if (file.isChanged()) {
			file.commit();
			this.lastCommit = now();
			tidyLater(IDLE);
		}
	}

	private void flushLater(StoreFile file) {
		if (!this.flushing && file.isChanged()) {
			this.flushing = true;
			later(LAZINESS, () -> durably((changed) -> this.flushing = false));
		}
	}

	private void tidyLater(Duration delay) {
		if (!this.tidying) {
			this.tidying = true;
			later(delay, () -> lazily(this::tidy));
		}
	}

	private boolean tidy(StoreFile file) {
		this.tidying = false;
		if (now() - this.lastCommit < IDLE.toMillis()) {
			tidyLater(IDLE);
		}
		else if (file.tidy()) {
			tidyLater(BETWEEN_TIDYING);
		}
		return true;
	}

	private void fail(List<Task<?>> group, Throwable failure) {
		StoreFile failed = this.file;
		this.file = null;
		this.flushing = false;
		this.tidying = false;
		if (failed != null) {
			logger.error(
					"The file of settlements failed: what it holds stays there, and nothing is added to it for now",
					failure);
			this.lastFailure = now();
			abandon(failed);
		}
		else if (!(failure instanceof StoreUnavailableException)) {
			this.lastFailure = now();
		}
		StoreUnavailableException unavailable = (failure instanceof StoreUnavailableException known) ? known
				: new StoreUnavailableException("The file of settlements cannot be used: " + failure.getMessage(),
						failure);
		group.forEach((task) -> task.fail(unavailable));
		wakeUp(BEFORE_REOPENING);
	}

	private static void abandon(StoreFile file) {
		try {
			file.abandon();
		}
		catch (RuntimeException ex) {
			logger.debug("The file failed before", ex);
		}
	}

	private void close(@Nullable StoreFile file) {
		try {
			if (file != null) {
				file.close();
			}
		}
		catch (RuntimeException ex) {
			logger.error("The file of settlements could not be closed properly, which is mended when it is opened", ex);
		}
	}

	private long now() {
		return this.timer.now(TimeUnit.MILLISECONDS);
	}

	/**
	 * Do what is waiting, and close the file.
	 * @param atMost how long to wait for that
	 */
	void close(Duration atMost) {
		this.tasks.close();
		try {
			this.thread.join(Math.max(1, atMost.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.thread.isAlive()) {
			logger.warn("The file of settlements is not closed yet");
		}
	}

	/**
	 * One thing to do.
	 *
	 * @param <T> the type of the result
	 */
	private static final class Task<T extends @Nullable Object> {

		private final boolean durable;

		private final Function<StoreFile, T> work;

		private final CompletableFuture<T> result = new CompletableFuture<>();

		private @Nullable Runnable completion;

		Task(boolean durable, Function<StoreFile, T> work) {
			this.durable = durable;
			this.work = work;
		}

		void run(StoreFile file) {
			try {
				T value = this.work.apply(file);
				this.completion = () -> this.result.complete(value);
			}
			catch (MVStoreException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				this.completion = () -> this.result.completeExceptionally(ex);
			}
		}

		void complete() {
			if (this.completion != null) {
				this.completion.run();
			}
		}

		void fail(Throwable failure) {
			this.result.completeExceptionally(failure);
		}

	}

}
