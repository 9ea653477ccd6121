package ai.vluna.spring.delivery;

import java.time.Duration;

import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Starts sending when the application starts, and ends when it ends: after the web server
 * took its last request and listeners their last message, before connection pools are
 * closed. First no further work is let in, then what is running may end and its usage
 * come to safety, then nothing is sent any more; what is stored stays stored.
 *
 * @since 0.1.0
 */
public final class DeliveryLifecycle implements SmartLifecycle {

	/**
	 * Below the phases in which a web server stops taking requests and ends.
	 */
	public static final int PHASE = DEFAULT_PHASE - 4096;

	private static final Log logger = LogFactory.getLog(DeliveryLifecycle.class);

	private final Intake intake;

	private final Duration grace;

	private final Transport transport;

	private volatile boolean running;

	private DeliveryLifecycle(Intake intake, Duration grace, Transport transport) {
		this.intake = intake;
		this.grace = grace;
		this.transport = transport;
	}

	/**
	 * Create the lifecycle of delivery by way of a store.
	 * @param intake lets work in
	 * @param grace how long running work may take to end, and its usage to be stored or
	 * confirmed
	 * @param store the store
	 * @param sender sends what is stored
	 * @param monitor looks at the store
	 * @param settlement stores usage, or {@code null} where others do
	 * @return the lifecycle
	 */
	public static DeliveryLifecycle stored(Intake intake, Duration grace, SettlementStore store,
			SettlementSender sender, BacklogMonitor monitor, @Nullable StoredSettlement settlement) {
		return new DeliveryLifecycle(intake, grace, new Transport() {

			@Override
			public void start() {
				store.start(sender);
				if (settlement != null) {
					monitor.lookWith(settlement::look);
				}
				monitor.start();
			}

			@Override
			public void stop(Duration left) {
				if (settlement != null) {
					settlement.awaitSafe(left);
				}
				monitor.close();
				store.stop();
			}

		});
	}

	/**
	 * Create the lifecycle of delivery without a store.
	 * @param intake lets work in
	 * @param grace how long running work may take to end, and its usage to be confirmed
	 * @param settlement sends usage
	 * @return the lifecycle
	 */
	public static DeliveryLifecycle direct(Intake intake, Duration grace, DirectSettlement settlement) {
		return new DeliveryLifecycle(intake, grace, new Transport() {

			@Override
			public void start() {
			}

			@Override
			public void stop(Duration left) {
				settlement.awaitConfirmed(left);
			}

		});
	}

	@Override
	public void start() {
		this.intake.open();
		this.transport.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		long start = System.nanoTime();
		if (!this.intake.close(this.grace)) {
			logger.warn("%d billed operations are still running after %s, whose usage may be lost"
				.formatted(this.intake.running(), this.grace));
		}
		this.transport.stop(this.grace.minusNanos(System.nanoTime() - start));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * What carries usage to the gate.
	 */
	private interface Transport {

		void start();

		void stop(Duration left);

	}

}
