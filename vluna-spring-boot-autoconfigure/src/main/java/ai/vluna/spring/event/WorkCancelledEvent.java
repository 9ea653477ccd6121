package ai.vluna.spring.event;

import ai.vluna.spring.context.BillingSubject;

/**
 * Work ended and nothing is charged for it.
 *
 * @param operationId what tells the operation apart from all others
 * @param featureCode the feature
 * @param subject who would have paid
 * @since 0.1.0
 */
public record WorkCancelledEvent(String operationId, String featureCode,
		BillingSubject subject) implements OperationEvent {

}
