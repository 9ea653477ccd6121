package ai.vluna.spring.event;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.delivery.DeliveryListener;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.gate.Admission;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.usage.Usage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the application of what happens to operations, on a scheduler: the operation goes
 * its way whatever listeners do.
 *
 * @since 0.1.0
 */
public final class OperationEventPublisher implements BillingListener, DeliveryListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(OperationEventPublisher.class);

	private static final int MAX_WAITING = 10_000;

	private static final int IDLE_SECONDS = 60;

	private final ApplicationEventPublisher publisher;

	private final Scheduler scheduler;

	private final LongAdder dropped = new LongAdder();

	/**
	 * Create a publisher with a thread of its own, which keeps the order, and on which a
	 * listener that hangs holds up other listeners only.
	 * @param publisher publishes in the application
	 */
	public OperationEventPublisher(ApplicationEventPublisher publisher) {
		this(publisher, Schedulers.newBoundedElastic(1, MAX_WAITING, "vluna-events", IDLE_SECONDS, true));
	}

	/**
	 * Create a publisher.
	 * @param publisher publishes in the application
	 * @param scheduler calls the listeners, and is disposed with this; it keeps the order
	 * if it has a single thread, and should be bounded
	 */
	public OperationEventPublisher(ApplicationEventPublisher publisher, Scheduler scheduler) {
		this.publisher = publisher;
		this.scheduler = scheduler;
	}

	@Override
	public void admitted(Lease lease, long nanos) {
		if (lease.admission() == Admission.WAIVED) {
			publish(new WorkWaivedEvent(lease.id(), lease.operation().featureCode(), lease.subject()));
		}
	}

	@Override
	public void refused(Operation operation, BillingSubject subject, BillingException refusal, long nanos) {
		publish(new WorkRefusedEvent(subject, refusal));
	}

	@Override
	public void settled(Lease lease, SettlementResult result, @Nullable Usage usage) {
		String feature = lease.operation().featureCode();
		Long quantity = (usage != null) ? usage.quantityMinor() : null;
		switch (result) {
			case CANCELLED -> publish(new WorkCancelledEvent(lease.id(), feature, lease.subject()));
			case COMMITTED, DUPLICATE, INGESTED -> publish(new UsageChargedEvent(lease.id(), feature, lease.subject(),
					result, (quantity != null) ? quantity : 0));
			case DEAD -> publish(new UsageDeadEvent(lease.id(), feature, lease.subject(), quantity, null));
			default -> {
			}
		}
	}

	@Override
	public void answered(Lease lease, CommitOutcome outcome) {
		if (isQuarantine(outcome)) {
			publish(new UsageQuarantinedEvent(lease.id(), lease.operation().featureCode(), lease.subject(), outcome));
		}
	}

	@Override
	public void answered(PendingSettlement settlement, CommitOutcome outcome) {
		if (isQuarantine(outcome)) {
			publish(new UsageQuarantinedEvent(settlement.id(), settlement.featureCode(), subjectOf(settlement),
					outcome));
		}
	}

	@Override
	public void delivered(PendingSettlement settlement, SettlementResult result) {
		publish(new UsageChargedEvent(settlement.id(), settlement.featureCode(), subjectOf(settlement), result,
				settlement.quantityMinor()));
	}

	@Override
	public void died(DeadSettlement dead) {
		PendingSettlement settlement = dead.settlement();
		publish(new UsageDeadEvent(settlement.id(), settlement.featureCode(), subjectOf(settlement),
				settlement.quantityMinor(), dead.detail()));
	}

	/**
	 * Return how many events no listener was told of.
	 * @return the number of events so far
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/**
	 * Publish no more. Events that wait are dropped.
	 */
	@Override
	public void close() {
		this.scheduler.dispose();
	}

	private static boolean isQuarantine(CommitOutcome outcome) {
		return switch (outcome) {
			case LEASE_CANCELED, LEASE_EXPIRED, LEASE_UNUSABLE, METER_NOT_ALLOWED, UNPRICED -> true;
			case CHARGED, DUPLICATE, REFUSED, BLOCKED, UNKNOWN -> false;
		};
	}

	private static BillingSubject subjectOf(PendingSettlement settlement) {
		return new BillingSubject(settlement.principalId(), settlement.userId(), settlement.billingAccountId());
	}

	private void publish(OperationEvent event) {
		try {
			this.scheduler.schedule(() -> tell(event));
		}
		catch (RejectedExecutionException ex) {
			this.dropped.increment();
		}
	}

	private void tell(OperationEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			logger.warn("A listener of %s failed, which is ignored".formatted(event.getClass().getSimpleName()), ex);
		}
	}

}
