package ai.vluna.spring.client;

import java.util.List;

import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.BatchCommitRequest;
import ai.vluna.spring.client.protocol.BatchCommitResult;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.FeatureLimit;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.client.protocol.LimitsQuery;
import ai.vluna.spring.client.protocol.MeterLimit;
import ai.vluna.spring.client.protocol.MetersQuery;

/**
 * The usage gate. Each method prepares a {@link VlunaCall}: the body is serialised once,
 * nothing is sent until the call is told to. Every call is sent again, unchanged, while
 * it is not answered.
 * <p>
 * None of the methods blocks. They throw {@link IllegalArgumentException} when an
 * identity value, a key or a quantity cannot be sent as it is. All but {@link #limits}
 * and {@link #meters} need an idempotency key.
 *
 * @since 0.1.0
 */
public interface GateOperations {

	/**
	 * Prepare the request for a lease, {@code POST /mgt/v1/gate/authorize}.
	 * <p>
	 * Nothing is reserved: limits and balance are compared with what is committed so far,
	 * and an estimate only produces hints. Denied with 402 (quota, balance, budget), 403
	 * (entitlement, user disabled), 422 (unknown or inactive feature, unknown budget) and
	 * 429 (rate; the wait is in the hint {@code rate.limit}). The first call ever of a
	 * new customer answers 500; repeating it, as this client does, heals that.
	 * @param context the subject and the idempotency key
	 * @param request the work that is about to start
	 * @return a call that can be sent any number of times under the same key; a
	 * repetition returns the same lease, even a used one
	 */
	VlunaCall<AuthorizeResult> authorize(CallContext context, AuthorizeRequest request);

	/**
	 * Prepare the commit of actual usage, {@code POST /mgt/v1/gate/commits}.
	 * <p>
	 * A successful answer does not mean that the usage was charged: it was not when it
	 * carries one of the hints {@code lease.closed_at_commit}, {@code lease.expired} with
	 * {@code exceeded_grace}, {@code feature.meter_not_allowed} and
	 * {@code pricing.not_configured}. Refused with 422 (another feature, unknown lease,
	 * closed budget, inactive feature), 403 (entitlement withdrawn, user disabled) and
	 * 409 (the key was used for something else).
	 * @param context the subject of the lease and the idempotency key
	 * @param request the usage
	 * @return a call that can be sent any number of times under the same key
	 */
	VlunaCall<CommitResult> commit(CallContext context, CommitRequest request);

	/**
	 * Prepare several commits of one user, {@code POST /mgt/v1/gate/commits/batch}.
	 * <p>
	 * <strong>Not to be relied on for money.</strong> The answer has no hints, so that
	 * commits that charged nothing look like any other. All commits share a transaction:
	 * one that makes the gate's database fail undoes those before it, which the answer
	 * nevertheless calls {@code committed} and repeats under its key. Values that are
	 * known to do so are refused here, others may exist. Single commits are as fast and
	 * say what happened.
	 * @param context the subject of all leases and the idempotency key of the batch
	 * @param request the commits
	 * @return a call that can be sent any number of times under the same key
	 */
	VlunaCall<BatchCommitResult> commitBatch(CallContext context, BatchCommitRequest request);

	/**
	 * Prepare the release of a lease, {@code POST /mgt/v1/gate/cancel}.
	 * <p>
	 * Never to be sent while the fate of a commit is unknown: a commit that arrives after
	 * it charges nothing. Refused with 422 for a lease that is unknown or another user's.
	 * @param context the subject of the lease and the idempotency key
	 * @param request the lease
	 * @return a call that can be sent any number of times under the same key
	 */
	VlunaCall<CancelResult> cancel(CallContext context, CancelRequest request);

	/**
	 * Prepare the booking of usage without a lease, {@code POST /mgt/v1/gate/ingest}.
	 * <p>
	 * No balance, quota or rate is checked. Without a price the usage is recorded and
	 * nothing is charged, which only {@link CommitResult.Line#isUnpriced()} tells.
	 * Refused with 403 (entitlement, user disabled), 409 and 422 (unknown feature or
	 * meter).
	 * @param context the subject and the idempotency key
	 * @param request the usage and when it occurred
	 * @return a call that can be sent any number of times under the same key
	 */
	VlunaCall<CommitResult> ingest(CallContext context, IngestRequest request);

	/**
	 * Prepare the list of features that a user may use, with their limits,
	 * {@code GET /mgt/v1/gate/limits}.
	 * <p>
	 * Unknown features and denied families are left out rather than refused; inactive
	 * features are listed. The numbers are those of now: authorizing decides anew.
	 * @param context the subject
	 * @param query which features
	 * @return a call that can be sent any number of times
	 */
	VlunaCall<List<FeatureLimit>> limits(CallContext context, LimitsQuery query);

	/**
	 * Prepare the list of meters that a user's features allow, with prices, limits and
	 * what the balance suffices for, {@code GET /mgt/v1/gate/meters}.
	 * <p>
	 * A meter without a price has no {@link MeterLimit#pricing()}: a commit that names it
	 * is accepted and charges nothing.
	 * @param context the subject
	 * @param query which meters, and what to tell about them
	 * @return a call that can be sent any number of times
	 */
	VlunaCall<List<MeterLimit>> meters(CallContext context, MetersQuery query);

}
