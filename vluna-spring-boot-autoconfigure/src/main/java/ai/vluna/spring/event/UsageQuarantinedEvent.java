package ai.vluna.spring.event;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.CommitOutcome;

/**
 * Vluna accepted usage and did not charge it. It is booked without its lease, or becomes
 * a dead settlement, of which another event tells.
 *
 * @param operationId what tells the operation apart from all others
 * @param featureCode the feature
 * @param subject who pays
 * @param outcome why it was not charged
 * @since 0.1.0
 */
public record UsageQuarantinedEvent(String operationId, String featureCode, BillingSubject subject,
		CommitOutcome outcome) implements OperationEvent {

}
