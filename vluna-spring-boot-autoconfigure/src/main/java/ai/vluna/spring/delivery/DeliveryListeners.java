package ai.vluna.spring.delivery;

import java.util.List;
import java.util.function.Consumer;

import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.hint.BillingHints;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells several listeners. One that fails harms neither the others nor the delivery.
 */
final class DeliveryListeners implements DeliveryListener {

	private static final Log logger = LogFactory.getLog(DeliveryListeners.class);

	private final List<DeliveryListener> listeners;

	DeliveryListeners(List<DeliveryListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void answered(PendingSettlement settlement, CommitOutcome outcome) {
		tell((listener) -> listener.answered(settlement, outcome));
	}

	@Override
	public void hinted(PendingSettlement settlement, BillingHints hints) {
		tell((listener) -> listener.hinted(settlement, hints));
	}

	@Override
	public void delivered(PendingSettlement settlement, SettlementResult result) {
		tell((listener) -> listener.delivered(settlement, result));
	}

	@Override
	public void died(DeadSettlement dead) {
		tell((listener) -> listener.died(dead));
	}

	private void tell(Consumer<DeliveryListener> event) {
		for (DeliveryListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				logger.warn("A DeliveryListener failed, which is ignored: %s".formatted(listener.getClass().getName()),
						ex);
			}
		}
	}

}
