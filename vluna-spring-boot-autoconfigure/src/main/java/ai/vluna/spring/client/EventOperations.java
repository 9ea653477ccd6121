package ai.vluna.spring.client;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.client.protocol.billing.BillingEvent;
import ai.vluna.spring.client.protocol.billing.EventBatchResult;
import ai.vluna.spring.client.protocol.billing.RecordedEvent;

/**
 * Facts that are rated later. An event is recorded once, whatever its idempotency key:
 * the gate knows it again by its content, labels excluded.
 * <p>
 * Use a new key for each call: a server that remembers the key of an answered call does
 * not answer it again, so that a repetition by this client after a lost answer ends with
 * {@link VlunaUnavailableException} although the event is recorded. Recording it once
 * more under another key is safe and tells so.
 *
 * @since 0.1.0
 */
public final class EventOperations {

	private final VlunaClient client;

	EventOperations(VlunaClient client) {
		this.client = client;
	}

	/**
	 * Prepare the record of an event, {@code POST /mgt/v1/events}.
	 * @param context the subject and the idempotency key
	 * @param event the event
	 * @return a call whose answer is the same for an event that was recorded before
	 */
	public VlunaCall<RecordedEvent> record(CallContext context, BillingEvent event) {
		return this.client.call(context.requireUser().requireKey(), VlunaRequest.post("/events").body(event),
				RecordedEvent.class);
	}

	/**
	 * Prepare the record of several events of one user,
	 * {@code POST /mgt/v1/events/batch}. An event that cannot be recorded does not
	 * prevent the others.
	 * @param context the subject and the idempotency key
	 * @param events the events
	 * @return a call whose answer tells what became of each event
	 */
	public VlunaCall<EventBatchResult> recordBatch(CallContext context, List<BillingEvent> events) {
		return this.client.call(context.requireUser().requireKey(),
				VlunaRequest.post("/events/batch").body(Map.of("events", events)), EventBatchResult.class);
	}

}
