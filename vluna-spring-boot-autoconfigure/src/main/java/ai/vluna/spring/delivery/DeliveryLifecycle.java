package ai.vluna.spring.delivery;

import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the sending of stored settlements with the application. It stops after
 * the web server and whatever else brings in work; what is charged from then on is stored
 * and sent after the next start.
 *
 * @since 0.1.0
 */
public final class DeliveryLifecycle implements SmartLifecycle {

	/**
	 * Below the phases in which a web server stops taking requests and ends.
	 */
	public static final int PHASE = DEFAULT_PHASE - 4096;

	private final SettlementStore store;

	private final SettlementSender sender;

	private final BacklogMonitor monitor;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param store the store
	 * @param sender sends what is stored
	 * @param monitor looks at the store
	 */
	public DeliveryLifecycle(SettlementStore store, SettlementSender sender, BacklogMonitor monitor) {
		this.store = store;
		this.sender = sender;
		this.monitor = monitor;
	}

	@Override
	public void start() {
		this.store.start(this.sender);
		this.monitor.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.monitor.close();
		this.store.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
