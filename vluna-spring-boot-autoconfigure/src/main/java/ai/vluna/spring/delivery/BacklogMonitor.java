package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.usage.Usage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Looks at the backlog from time to time, so that whoever wants to know it never waits
 * for the store.
 *
 * @since 0.1.0
 */
public final class BacklogMonitor implements BillingListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(BacklogMonitor.class);

	/**
	 * How many intervals a look may take, and at least how long, before the store counts
	 * as one that does not answer.
	 */
	private static final int PATIENCE_INTERVALS = 3;

	private static final Duration MIN_PATIENCE = Duration.ofSeconds(10);

	private static final long NOT_LOOKING = Long.MAX_VALUE;

	private final SettlementStore store;

	private final Duration interval;

	private final Scheduler scheduler;

	private final Disposable.Swap task = Disposables.swap();

	private volatile long lookingSince = NOT_LOOKING;

	private final AtomicLong written = new AtomicLong();

	private volatile Runnable companion = () -> {
	};

	private volatile View view = new View(new Backlog(0, null, 0), 0, null);

	/**
	 * Create a monitor.
	 * @param store the store
	 * @param interval the time between two looks
	 * @param scheduler a scheduler whose threads may block
	 */
	public BacklogMonitor(SettlementStore store, Duration interval, Scheduler scheduler) {
		this.store = store;
		this.interval = interval;
		this.scheduler = scheduler;
	}

	/**
	 * Have somebody else look as well, each time.
	 * @param companion looks at the store; may block
	 */
	void lookWith(Runnable companion) {
		this.companion = companion;
	}

	/**
	 * Look now, and then from time to time.
	 */
	public void start() {
		this.task.update(this.scheduler.schedulePeriodically(this::lookAgain, 0, this.interval.toMillis(),
				TimeUnit.MILLISECONDS));
	}

	private void lookAgain() {
		this.lookingSince = now();
		look();
		this.lookingSince = NOT_LOOKING;
	}

	private long now() {
		return this.scheduler.now(TimeUnit.MILLISECONDS);
	}

	/**
	 * Look at the store now. Blocks.
	 */
	public void look() {
		View before = this.view;
		// Read first: what is written during the look is rather counted twice than not.
		long written = this.written.get();
		try {
			this.view = new View(this.store.backlog(), written, null);
			this.companion.run();
		}
		catch (RuntimeException ex) {
			this.view = new View(before.backlog(), before.written(), ex);
			if (before.failure() == null) {
				logger.warn("The store of settlements cannot be read", ex);
			}
		}
	}

	/**
	 * Return the backlog as it was when it was last seen.
	 * @return the backlog
	 */
	public Backlog backlog() {
		return this.view.backlog();
	}

	@Override
	public void settled(Lease lease, SettlementResult result, @Nullable Usage usage) {
		if (result == SettlementResult.STORED) {
			this.written.incrementAndGet();
		}
	}

	/**
	 * Return how many settlements are on their way at most, as far as this process knows:
	 * those that were seen, and those that it stored since.
	 * @return the number of settlements
	 */
	public long estimatedPending() {
		View view = this.view;
		return view.backlog().pending() + this.written.get() - view.written();
	}

	/**
	 * Return why the last look failed.
	 * @return the failure, or {@code null} if it did not fail
	 */
	public @Nullable RuntimeException failure() {
		return this.view.failure();
	}

	/**
	 * Return whether the store answers: the last look did not fail, and one that is under
	 * way does not take much too long.
	 * @return whether what is known of the backlog is recent
	 */
	boolean isAnswered() {
		return failure() == null && now() - this.lookingSince < patience();
	}

	private long patience() {
		return Math.max(MIN_PATIENCE.toMillis(), PATIENCE_INTERVALS * this.interval.toMillis());
	}

	/**
	 * Look no more, until it is started again.
	 */
	@Override
	public void close() {
		this.task.update(Disposables.disposed());
	}

	/**
	 * What was seen.
	 *
	 * @param backlog the last known backlog
	 * @param written how many settlements this process had stored by then
	 * @param failure why there is no newer one
	 */
	private record View(Backlog backlog, long written, @Nullable RuntimeException failure) {

	}

}
