package ai.vluna.spring.delivery;

import java.time.Duration;

import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.Lease;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the usage of one more operation can be taken, and knows how many
 * operations are running. Asked for every operation: it looks at what is known and never
 * at the store.
 *
 * @since 0.1.0
 */
public final class Intake implements BillingListener {

	private static final String STOPPING = "this instance of the application stops, ask another one";

	private final @Nullable BacklogMonitor monitor;

	private final long maxPending;

	private final OnFull onFull;

	private final Underway running = new Underway();

	private volatile boolean closed;

	private Intake(@Nullable BacklogMonitor monitor, long maxPending, OnFull onFull) {
		this.monitor = monitor;
		this.maxPending = maxPending;
		this.onFull = onFull;
	}

	/**
	 * Create an intake for as many operations as there are.
	 * @return the intake
	 */
	public static Intake unbounded() {
		return new Intake(null, Long.MAX_VALUE, OnFull.ALLOW);
	}

	/**
	 * Create an intake that knows how much there is room for.
	 * @param monitor knows how much is stored
	 * @param maxPending how many settlements may be on their way
	 * @param onFull what happens beyond
	 * @return the intake
	 */
	public static Intake bounded(BacklogMonitor monitor, long maxPending, OnFull onFull) {
		return new Intake(monitor, maxPending, onFull);
	}

	@Override
	public void admitted(Lease lease, long nanos) {
		this.running.begin();
		lease.whenEnded((end) -> this.running.end());
	}

	/**
	 * Return how many operations were admitted and did not end yet.
	 * @return the number of operations
	 */
	public int running() {
		return this.running.count();
	}

	/**
	 * Let operations in.
	 */
	public void open() {
		this.closed = false;
	}

	/**
	 * Let no further operations in, and wait for those that are running. Blocks.
	 * @param grace the longest wait
	 * @return whether none is running any more
	 */
	public boolean close(Duration grace) {
		this.closed = true;
		return this.running.awaitNone(grace);
	}

	/**
	 * Return what is in the way of one more operation.
	 * @param memoryFull whether its usage could be kept nowhere: the store does not work
	 * and there is no room in memory
	 * @return why it is not to be let in, and the remedy, or {@code null} if it is
	 */
	@Nullable String hindrance(boolean memoryFull) {
		if (this.closed) {
			return STOPPING;
		}
		if (this.onFull == OnFull.ALLOW) {
			return null;
		}
		if (memoryFull) {
			return "usage cannot be stored, and as much of it is kept in memory as may be: mend the store, "
					+ "or let work pass with 'vluna.delivery.on-full=allow'";
		}
		return isFull()
				? ("%d settlements are stored and not charged, as many as may be: find out why they are not, raise "
						+ "'vluna.delivery.max-pending', or let work pass with 'vluna.delivery.on-full=allow'")
					.formatted(this.maxPending)
				: null;
	}

	private boolean isFull() {
		return this.monitor != null && this.monitor.estimatedPending() >= this.maxPending;
	}

}
