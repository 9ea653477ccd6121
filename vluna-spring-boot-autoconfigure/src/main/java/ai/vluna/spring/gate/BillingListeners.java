package ai.vluna.spring.gate;

import java.util.List;
import java.util.function.Consumer;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
import ai.vluna.spring.usage.Usage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Several listeners as one. A listener that throws against the rule disturbs neither the
 * others nor the operation.
 *
 * @since 0.1.0
 */
public final class BillingListeners implements BillingListener {

	private static final Log logger = LogFactory.getLog(BillingListeners.class);

	private final BillingListener[] listeners;

	/**
	 * Create a composite.
	 * @param listeners the listeners in order
	 */
	public BillingListeners(List<? extends BillingListener> listeners) {
		this.listeners = listeners.toArray(BillingListener[]::new);
	}

	/**
	 * Return a listener that keeps the failures of another one to itself.
	 * @param listener the listener
	 * @return the same instance if it does so already
	 */
	public static BillingListeners of(BillingListener listener) {
		return (listener instanceof BillingListeners listeners) ? listeners : new BillingListeners(List.of(listener));
	}

	@Override
	public void admitted(Lease lease, long nanos) {
		tell((listener) -> listener.admitted(lease, nanos));
	}

	@Override
	public void refused(Operation operation, BillingSubject subject, BillingException refusal, long nanos) {
		tell((listener) -> listener.refused(operation, subject, refusal, nanos));
	}

	@Override
	public void settled(Lease lease, SettlementResult result, @Nullable Usage usage) {
		tell((listener) -> listener.settled(lease, result, usage));
	}

	@Override
	public void answered(Lease lease, CommitOutcome outcome) {
		tell((listener) -> listener.answered(lease, outcome));
	}

	@Override
	public void hinted(HintPhase phase, Operation operation, BillingSubject subject, BillingHints hints) {
		tell((listener) -> listener.hinted(phase, operation, subject, hints));
	}

	@Override
	public void usageMissing(Lease lease) {
		tell((listener) -> listener.usageMissing(lease));
	}

	@Override
	public void extractionFailed(Operation operation, Exception failure) {
		tell((listener) -> listener.extractionFailed(operation, failure));
	}

	private void tell(Consumer<BillingListener> event) {
		for (BillingListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				logger.warn("A BillingListener failed, which is ignored: %s".formatted(listener.getClass().getName()),
						ex);
			}
		}
	}

}
