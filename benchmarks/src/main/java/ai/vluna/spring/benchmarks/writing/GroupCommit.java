package ai.vluna.spring.benchmarks.writing;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The least that makes records of many callers durable: each hands in one and waits, and
 * a thread writes together whatever was handed in while it wrote.
 *
 * @param <R> the type of the records
 */
final class GroupCommit<R> {

	private static final int MAX_GROUP = 256;

	private final BlockingQueue<Entry<R>> queue = new LinkedBlockingQueue<>();

	private final Destination<R> destination;

	private final Thread thread = new Thread(this::run, "group-commit");

	GroupCommit(Destination<R> destination) {
		this.destination = destination;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	void write(R value) {
		Entry<R> entry = new Entry<>(value, new CompletableFuture<>());
		this.queue.add(entry);
		entry.written().join();
	}

	private void run() {
		List<Entry<R>> group = new ArrayList<>();
		try {
			while (true) {
				group.add(this.queue.take());
				this.queue.drainTo(group, MAX_GROUP - 1);
				this.destination.write(group.stream().map(Entry::value).toList());
				group.forEach((entry) -> entry.written().complete(null));
				group.clear();
			}
		}
		catch (InterruptedException ex) {
			// Closed, which happens when nobody waits.
		}
		catch (Exception ex) {
			group.forEach((entry) -> entry.written().completeExceptionally(ex));
		}
	}

	void close() throws IOException, InterruptedException {
		this.thread.interrupt();
		this.thread.join();
		this.destination.close();
	}

	/**
	 * Where records go.
	 *
	 * @param <R> the type of the records
	 */
	interface Destination<R> extends Closeable {

		/**
		 * Make records durable.
		 * @param group the records
		 * @throws Exception if they are not
		 */
		void write(List<R> group) throws Exception;

	}

	private record Entry<R>(R value, CompletableFuture<Void> written) {

	}

}
