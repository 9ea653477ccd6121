package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Dead settlements on their way to the store. For as long as it does not take them they
 * are in memory, however many there are and however long it takes, and lost with the
 * process.
 */
final class Burials implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Burials.class);

	private final SettlementWriter writer;

	private final Duration patience;

	private final Backoff backoff;

	private final Scheduler timer;

	private final Consumer<Throwable> trouble;

	/**
	 * Burial -> whether it is at risk.
	 */
	private final ConcurrentMap<Burial, Boolean> open = new ConcurrentHashMap<>();

	private final AtomicInteger atRisk = new AtomicInteger();

	private final Underway underway = new Underway();

	private volatile boolean closed;

	/**
	 * Create it.
	 * @param writer writes to the store
	 * @param patience how long a write may take
	 * @param backoff the waits after writes that failed
	 * @param timer times the waits; nothing on it blocks
	 * @param trouble told of the first failure of each settlement
	 */
	Burials(SettlementWriter writer, Duration patience, Backoff backoff, Scheduler timer, Consumer<Throwable> trouble) {
		this.writer = writer;
		this.patience = patience;
		this.backoff = backoff;
		this.timer = timer;
		this.trouble = trouble;
	}

	/**
	 * Have a settlement stored.
	 * @param settlement the settlement
	 * @return whether it is stored, once it is, or was given up at the end; never fails.
	 * Completes on a thread that must not be held up
	 */
	CompletableFuture<Boolean> bury(DeadSettlement settlement) {
		Burial burial = new Burial(settlement, new CompletableFuture<>());
		this.underway.begin();
		this.open.put(burial, false);
		write(burial, 1);
		return burial.buried();
	}

	/**
	 * Return how many settlements were not stored when they should have been.
	 * @return the number of settlements in memory
	 */
	int atRisk() {
		return this.atRisk.get();
	}

	/**
	 * Write what is at risk now, not when it would be written again.
	 */
	void writeNow() {
		this.open.forEach((burial, atRisk) -> {
			if (atRisk) {
				this.writer.write(burial.settlement()).thenAccept((nothing) -> end(burial, true));
			}
		});
	}

	/**
	 * Wait until everything is stored. Blocks.
	 * @param patience the longest wait
	 */
	void awaitStored(Duration patience) {
		this.underway.awaitNone(patience);
	}

	private void write(Burial burial, int attempt) {
		Disposable tooLate = later(this.patience, () -> putAtRisk(burial,
				new StoreUnavailableException("Not within %s ms".formatted(this.patience.toMillis()), null)));
		this.writer.write(burial.settlement()).whenComplete((nothing, failure) -> {
			tooLate.dispose();
			if (failure == null) {
				end(burial, true);
			}
			else {
				failed(burial, attempt, failure);
			}
		});
	}

	private void failed(Burial burial, int attempt, Throwable failure) {
		if (this.closed) {
			end(burial, false);
			return;
		}
		putAtRisk(burial, failure);
		later(this.backoff.after(attempt, null), () -> writeAgain(burial, attempt + 1));
	}

	private void writeAgain(Burial burial, int attempt) {
		// Once it was stored, an operator may have dropped it.
		if (this.open.containsKey(burial)) {
			write(burial, attempt);
		}
	}

	private void putAtRisk(Burial burial, Throwable failure) {
		if (this.open.replace(burial, false, true)) {
			logger.warn("%s waits for its store, where an operator will find it: %s"
				.formatted(burial.settlement().settlement(), burial.settlement().detail()));
			this.trouble.accept(failure);
			this.atRisk.incrementAndGet();
		}
	}

	private void end(Burial burial, boolean stored) {
		Boolean wasAtRisk = this.open.remove(burial);
		if (wasAtRisk != null) {
			burial.buried().complete(stored);
			if (wasAtRisk) {
				this.atRisk.decrementAndGet();
			}
			this.underway.end();
		}
	}

	private Disposable later(Duration delay, Runnable action) {
		try {
			return this.timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The application stops", ex);
			return Disposables.disposed();
		}
	}

	/**
	 * Give up what is not stored, which nothing is any more after this.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.open.keySet().forEach((burial) -> end(burial, false));
	}

	/**
	 * A settlement that is to be stored.
	 *
	 * @param settlement the settlement
	 * @param buried completes when it is over
	 */
	private record Burial(DeadSettlement settlement, CompletableFuture<Boolean> buried) {

	}

}
