package ai.vluna.spring.delivery.file;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import ai.vluna.spring.delivery.file.FileTask.Safety;
import ai.vluna.spring.delivery.store.Inbox;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * The one thread that touches the file. Whatever is asked of it while it is busy is done
 * at once afterwards, and made durable together. No thread of an application, which may
 * be interrupted, ever reads or writes the file.
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

	private final ReopeningFile file;

	private final Scheduler timer;

	private final Inbox<FileTask<?>> tasks = new Inbox<>(Integer.MAX_VALUE);

	private final Thread thread = new Thread(this::run, "vluna-file");

	private final CompletableFuture<Void> opened = new CompletableFuture<>();

	private volatile Consumer<StoreFile> afterwards = (file) -> {
	};

	private boolean flushing;

	private boolean tidying;

	private long lastCommit;

	/**
	 * Open the file and start the thread.
	 * @param opener opens the file
	 * @param timer times the waits; nothing on it blocks
	 */
	StoreLoop(Supplier<StoreFile> opener, Scheduler timer) {
		this.file = new ReopeningFile(opener, timer);
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
		return submit(new FileTask<>(Safety.DURABLE, work));
	}

	/**
	 * Have settlements written to the file.
	 * @param <T> the type of the result
	 * @param writing writes them, and does nothing else
	 * @return completes on the thread of the file, once they survive everything
	 */
	<T extends @Nullable Object> CompletableFuture<T> written(Function<StoreFile, T> writing) {
		return submit(new FileTask<>(Safety.WRITTEN, writing));
	}

	/**
	 * Have something done to the file that may have to be done again after a crash.
	 * @param <T> the type of the result
	 * @param work what to do; does nothing but read and change the file
	 * @return completes on the thread of the file
	 */
	<T extends @Nullable Object> CompletableFuture<T> lazily(Function<StoreFile, T> work) {
		return submit(new FileTask<>(Safety.LAZY, work));
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

	private <T> CompletableFuture<T> submit(FileTask<T> task) {
		if (!this.tasks.offer(task)) {
			task.fail(closed());
		}
		return task.result();
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
			this.file.open();
			this.opened.complete(null);
		}
		catch (Throwable ex) {
			this.tasks.close();
			this.opened.completeExceptionally(ex);
			return;
		}
		this.tasks.serve(MAX_GROUP, this::work, FileTask::fail);
		this.file.close();
	}

	private void work(List<FileTask<?>> group) {
		try {
			StoreFile file = this.file.get();
			for (FileTask<?> task : group) {
				task.run(file);
			}
			secure(file, Collections.max(group.stream().map(FileTask::safety).toList()));
			group.forEach(FileTask::complete);
			this.afterwards.accept(file);
			flushLater(file);
		}
		catch (Throwable ex) {
			fail(group, ex);
		}
	}

	private void secure(StoreFile file, Safety safety) {
		if (safety == Safety.DURABLE || (safety == Safety.WRITTEN && !file.append())) {
			commit(file);
		}
	}

	private void commit(StoreFile file) {
		if (file.commit()) {
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
		file.prepareJournal();
		if (now() - this.lastCommit < IDLE.toMillis()) {
			tidyLater(IDLE);
		}
		else if (file.tidy()) {
			tidyLater(BETWEEN_TIDYING);
		}
		return true;
	}

	private void fail(List<FileTask<?>> group, Throwable failure) {
		this.flushing = false;
		this.tidying = false;
		StoreUnavailableException unavailable = this.file.fail(failure);
		group.forEach((task) -> task.fail(unavailable));
		wakeUp(ReopeningFile.BEFORE_REOPENING);
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

}
