package ai.vluna.spring.event;

import ai.vluna.spring.context.BillingSubject;

/**
 * Published in the application when something happened to an operation. Immutable,
 * without secrets, and published on a thread of its own, in order: a listener may block,
 * which holds up other listeners only. Events are for notice and never for books: those
 * that nobody takes in time, or that wait when the application ends, are dropped.
 *
 * @since 0.1.0
 */
public sealed interface OperationEvent permits WorkRefusedEvent, WorkWaivedEvent, WorkCancelledEvent, UsageChargedEvent,
		UsageQuarantinedEvent, UsageDeadEvent {

	/**
	 * Return the feature that was used, or was to be used.
	 * @return the feature code
	 */
	String featureCode();

	/**
	 * Return who pays.
	 * @return the subject
	 */
	BillingSubject subject();

}
