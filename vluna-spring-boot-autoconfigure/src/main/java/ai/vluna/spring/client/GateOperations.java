package ai.vluna.spring.client;

import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.IngestRequest;

/**
 * The write operations of the usage gate. Each method prepares a {@link VlunaCall}: the
 * body is serialised once, nothing is sent until the call is told to.
 * <p>
 * None of the methods blocks. They throw {@link IllegalArgumentException} when an
 * identity value, a key or a quantity cannot be sent as it is.
 *
 * @since 0.1.0
 */
public interface GateOperations {

	/**
	 * Prepare the request for a lease, {@code POST /mgt/v1/gate/authorize}.
	 * @param context the subject and the idempotency key
	 * @param request the work that is about to start
	 * @return a call that can be sent any number of times under the same key
	 */
	VlunaCall<AuthorizeResult> authorize(CallContext context, AuthorizeRequest request);

	/**
	 * Prepare the commit of actual usage, {@code POST /mgt/v1/gate/commits}. A successful
	 * answer does not mean that the usage was charged: see the hints.
	 * @param context the subject of the lease and the idempotency key
	 * @param request the usage
	 * @return a call that can be sent any number of times under the same key
	 */
	VlunaCall<CommitResult> commit(CallContext context, CommitRequest request);

	/**
	 * Prepare the release of a lease, {@code POST /mgt/v1/gate/cancel}.
	 * @param context the subject of the lease and the idempotency key
	 * @param request the lease
	 * @return a call that can be sent any number of times under the same key
	 */
	VlunaCall<CancelResult> cancel(CallContext context, CancelRequest request);

	/**
	 * Prepare the booking of usage without a lease, {@code POST /mgt/v1/gate/ingest}.
	 * @param context the subject and the idempotency key
	 * @param request the usage and when it occurred
	 * @return a call that can be sent any number of times under the same key
	 */
	VlunaCall<CommitResult> ingest(CallContext context, IngestRequest request);

}
