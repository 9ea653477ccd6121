package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.Inbox;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Writes settlements to their store in groups, on threads of its own, so that callers
 * share the price of making them durable and never need a connection of the store.
 */
final class SettlementWriter implements AutoCloseable {

	/**
	 * Of so many callers whose settlements were written together, others are on their
	 * way.
	 */
	private static final int MANY = 8;

	/**
	 * How long to let them come, so that they share a write. It is less than any write
	 * takes.
	 */
	private static final Duration GATHERING = Duration.ofNanos(50_000);

	private final SettlementStore store;

	private final WriterSettings settings;

	private final Scheduler timer;

	/**
	 * One for each thread, and of a settlement always the same, so that what is written
	 * of it is written in its order.
	 */
	private final List<Inbox<Write>> inboxes;

	private final List<Thread> threads = new ArrayList<>();

	private final LongAdder groups = new LongAdder();

	private final LongAdder settlements = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	/**
	 * Create a writer and start its threads.
	 * @param store the store
	 * @param settings the bounds
	 * @param timer times the waits; nothing on it blocks
	 */
	SettlementWriter(SettlementStore store, WriterSettings settings, Scheduler timer) {
		this.store = store;
		this.settings = settings;
		this.timer = timer;
		int capacity = Math.max(1, settings.maxQueued() / settings.threads());
		this.inboxes = IntStream.range(0, settings.threads()).mapToObj((i) -> new Inbox<Write>(capacity)).toList();
		for (Inbox<Write> inbox : this.inboxes) {
			Thread thread = new Thread(() -> inbox.serve(settings.maxGroup(), this::writeAll, Write::failed),
					"vluna-writer-" + (this.threads.size() + 1));
			thread.setDaemon(true);
			thread.start();
			this.threads.add(thread);
		}
	}

	/**
	 * Have a settlement written, within a bounded time.
	 * @param settlement the settlement
	 * @return completes on a thread of the writer or of the timer, which must not be held
	 * up; failed already when there are too many
	 */
	CompletableFuture<Void> write(PendingSettlement settlement) {
		Write write = new Write(settlement, null);
		submit(write);
		if (!write.written().isDone()) {
			giveUpLater(write);
		}
		return write.written();
	}

	private void giveUpLater(Write write) {
		Duration timeout = this.settings.timeout();
		try {
			Disposable end = this.timer.schedule(
					() -> write.failed(new StoreUnavailableException(
							"A settlement was not stored within %s ms".formatted(timeout.toMillis()), null)),
					timeout.toNanos(), TimeUnit.NANOSECONDS);
			write.written().whenComplete((nothing, failure) -> end.dispose());
		}
		catch (RejectedExecutionException ex) {
			write.failed(stopped());
		}
	}

	/**
	 * Have a dead settlement written.
	 * @param settlement the settlement
	 * @return completes on a thread of the writer, which must not be held up; failed
	 * already when there are too many
	 */
	CompletableFuture<Void> write(DeadSettlement settlement) {
		Write write = new Write(null, settlement);
		submit(write);
		return write.written();
	}

	/**
	 * Return what was written so far.
	 * @return the statistics
	 */
	WriterStatistics statistics() {
		return new WriterStatistics(this.groups.sum(), this.settlements.sum(), Duration.ofNanos(this.nanos.sum()));
	}

	private void submit(Write write) {
		Inbox<Write> inbox = this.inboxes.get(Math.floorMod(write.id().hashCode(), this.inboxes.size()));
		if (!inbox.offer(write)) {
			write.failed(inbox.isClosed() ? stopped() : new StoreUnavailableException(
					"More than %d settlements wait to be stored".formatted(this.settings.maxQueued()), null));
		}
	}

	private static StoreUnavailableException stopped() {
		return new StoreUnavailableException("The application stops", null);
	}

	private void writeAll(List<Write> taken) {
		List<Write> group = taken.stream().filter(Write::begin).toList();
		try {
			write(group);
			if (group.size() >= MANY) {
				LockSupport.parkNanos(this, GATHERING.toNanos());
			}
		}
		catch (StoreUnavailableException ex) {
			group.forEach((write) -> write.failed(ex));
		}
		catch (Throwable ex) {
			// One of them may be what the store cannot take: the others do not pay for
			// it.
			group.forEach((write) -> writeAlone(write, ex));
		}
	}

	private void writeAlone(Write write, Throwable before) {
		try {
			write(List.of(write));
		}
		catch (Throwable ex) {
			if (ex != before) {
				ex.addSuppressed(before);
			}
			write.failed(ex);
		}
	}

	private void write(List<Write> group) {
		if (!group.isEmpty()) {
			long start = System.nanoTime();
			this.store.write(group.stream().map(Write::pending).filter(Objects::nonNull).toList(),
					group.stream().map(Write::dead).filter(Objects::nonNull).toList());
			this.nanos.add(System.nanoTime() - start);
			this.settlements.add(group.size());
			this.groups.increment();
			group.forEach(Write::succeeded);
		}
	}

	/**
	 * Take no more, and write what is waiting, for a bounded time.
	 */
	@Override
	public void close() {
		this.inboxes.forEach(Inbox::close);
		long deadline = System.nanoTime() + this.settings.closeTimeout().toNanos();
		try {
			for (Thread thread : this.threads) {
				thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		for (Inbox<Write> inbox : this.inboxes) {
			for (Write left = inbox.poll(); left != null; left = inbox.poll()) {
				left.failed(stopped());
			}
		}
	}

	/**
	 * One settlement that is to be written.
	 *
	 * @param pending a settlement to send
	 * @param dead a settlement for an operator
	 * @param written completes when it is written, or will not be
	 * @param begun whether somebody writes it, or nobody will
	 */
	private record Write(@Nullable PendingSettlement pending, @Nullable DeadSettlement dead,
			CompletableFuture<Void> written, AtomicBoolean begun) {

		private Write(@Nullable PendingSettlement pending, @Nullable DeadSettlement dead) {
			this(pending, dead, new CompletableFuture<>(), new AtomicBoolean());
		}

		private String id() {
			return (this.pending != null) ? this.pending.id() : Objects.requireNonNull(this.dead).settlement().id();
		}

		private boolean begin() {
			return this.begun.compareAndSet(false, true);
		}

		private void succeeded() {
			this.written.complete(null);
		}

		private void failed(Throwable failure) {
			this.begun.set(true);
			this.written.completeExceptionally(failure);
		}

	}

}
