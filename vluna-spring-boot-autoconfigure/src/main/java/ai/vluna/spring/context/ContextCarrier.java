package ai.vluna.spring.context;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import reactor.util.context.ContextView;

/**
 * The context of whoever called. For internal use: it may change without notice.
 */
public final class ContextCarrier {

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final ContextSnapshot snapshot;

	private ContextCarrier(ContextSnapshot snapshot) {
		this.snapshot = snapshot;
	}

	/**
	 * Capture the context of the current thread.
	 * @return a carrier
	 */
	public static ContextCarrier capture() {
		return new ContextCarrier(SNAPSHOTS.captureAll());
	}

	/**
	 * Return a carrier.
	 * @param context the context
	 * @return a carrier
	 */
	public ContextCarrier with(ContextView context) {
		return this;
	}

	/**
	 * Run code.
	 * @param code the code
	 */
	public void run(Runnable code) {
		this.snapshot.wrap(code).run();
	}

}
