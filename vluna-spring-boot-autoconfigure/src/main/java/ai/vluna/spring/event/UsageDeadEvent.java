package ai.vluna.spring.event;

import ai.vluna.spring.context.BillingSubject;
import org.jspecify.annotations.Nullable;

/**
 * Usage is not charged unless an operator acts.
 *
 * @param operationId what tells the operation apart from all others
 * @param featureCode the feature
 * @param subject who was to pay
 * @param quantityMinor the usage in minor units, or {@code null} if it is no number
 * @param detail the cause in words, or {@code null} where only the log tells it
 * @since 0.1.0
 */
public record UsageDeadEvent(String operationId, String featureCode, BillingSubject subject,
		@Nullable Long quantityMinor, @Nullable String detail) implements OperationEvent {

}
