package ai.vluna.spring.event;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingException;

/**
 * Work was not started, which otherwise only the caller would see: an {@code @Async void}
 * method has none.
 *
 * @param subject who was to pay
 * @param refusal why the work was not started
 * @since 0.1.0
 */
public record WorkRefusedEvent(BillingSubject subject, BillingException refusal) implements OperationEvent {

	@Override
	public String featureCode() {
		return this.refusal.getFeatureCode();
	}

}
