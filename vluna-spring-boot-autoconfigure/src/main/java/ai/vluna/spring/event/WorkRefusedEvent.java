package ai.vluna.spring.event;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingException;

/**
 * Work was refused, which otherwise only the caller would see: an {@code @Async void}
 * method has none. It was not started, unless its policy lets it run all the same, by
 * {@code SOFT} or {@code ALLOW}: in the latter case a {@link WorkWaivedEvent} follows.
 *
 * @param subject who was to pay
 * @param refusal why the work was refused
 * @since 0.1.0
 */
public record WorkRefusedEvent(BillingSubject subject, BillingException refusal) implements OperationEvent {

	@Override
	public String featureCode() {
		return this.refusal.getFeatureCode();
	}

}
