package ai.vluna.spring.event;

import ai.vluna.spring.context.BillingSubject;

/**
 * Work was let pass, as Vluna did not answer. Its usage is booked later.
 *
 * @param operationId what tells the operation apart from all others
 * @param featureCode the feature
 * @param subject who pays
 * @since 0.1.0
 */
public record WorkWaivedEvent(String operationId, String featureCode,
		BillingSubject subject) implements OperationEvent {

}
