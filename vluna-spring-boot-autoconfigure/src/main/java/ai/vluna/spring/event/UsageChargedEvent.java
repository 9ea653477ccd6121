package ai.vluna.spring.event;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.SettlementResult;

/**
 * Usage is charged: committed, booked without a lease, or charged before. With a store,
 * published by the instance that delivered it.
 *
 * @param operationId what tells the operation apart from all others
 * @param featureCode the feature
 * @param subject who pays
 * @param result how it was charged
 * @param quantityMinor the usage in minor units
 * @since 0.1.0
 */
public record UsageChargedEvent(String operationId, String featureCode, BillingSubject subject, SettlementResult result,
		long quantityMinor) implements OperationEvent {

}
