package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.denial.WorkRefusedEvent;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.Operation;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the application of refused work.
 */
final class RefusalEventPublisher implements BillingListener {

	private final ApplicationEventPublisher publisher;

	RefusalEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void refused(Operation operation, BillingSubject subject, BillingException refusal, long nanos) {
		this.publisher.publishEvent(new WorkRefusedEvent(subject, refusal));
	}

}
