package ai.vluna.spring.test.contract;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.VlunaResponse;
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
import ai.vluna.spring.client.protocol.LimitWindow;
import ai.vluna.spring.client.protocol.LimitsQuery;
import ai.vluna.spring.client.protocol.MeterLimit;
import ai.vluna.spring.client.protocol.MeterLine;
import ai.vluna.spring.client.protocol.MetersQuery;
import ai.vluna.spring.client.protocol.billing.BudgetRequest;
import ai.vluna.spring.client.protocol.billing.WalletAdjustment;
import ai.vluna.spring.client.protocol.billing.WalletBalance;
import org.jspecify.annotations.Nullable;

/**
 * A user of a principal, and what they ask the gate.
 *
 * @param gate the gate
 * @param principal the principal id
 * @param user the user id
 */
record Customer(ContractGate gate, String principal, String user) {

	Customer withUser(String user) {
		return new Customer(this.gate, this.principal, user);
	}

	CallContext context(String key) {
		return new CallContext(this.principal, this.user, key);
	}

	CallContext newContext() {
		return context(this.gate.newKey());
	}

	CallContext reader() {
		return CallContext.ofUser(this.principal, this.user);
	}

	VlunaCall<AuthorizeResult> authorizing(String key, String feature) {
		return authorizing(this.gate.client(), key, feature);
	}

	VlunaCall<AuthorizeResult> authorizing(VlunaClient client, String key, String feature) {
		return client.gate().authorize(context(key), new AuthorizeRequest(feature, null, null, null, Map.of()));
	}

	VlunaResponse<AuthorizeResult> authorize(String feature) {
		return authorizing(this.gate.newKey(), feature).await();
	}

	VlunaResponse<AuthorizeResult> authorize(String feature, @Nullable String estimate, @Nullable String budget) {
		return this.gate.client()
			.gate()
			.authorize(newContext(), new AuthorizeRequest(feature, null, estimate, budget, Map.of()))
			.await();
	}

	String lease(String feature) {
		return authorize(feature).data().leaseToken();
	}

	VlunaCall<CommitResult> committing(String key, String lease, String feature, long quantity) {
		return committing(this.gate.client(), key, lease, feature, quantity);
	}

	VlunaCall<CommitResult> committing(VlunaClient client, String key, String lease, String feature, long quantity) {
		return client.gate().commit(context(key), usage(lease, feature, quantity));
	}

	VlunaResponse<CommitResult> commit(String lease, String feature, long quantity, MeterLine... meters) {
		return this.gate.client().gate().commit(newContext(), usage(lease, feature, quantity, meters)).await();
	}

	private static CommitRequest usage(String lease, String feature, long quantity, MeterLine... meters) {
		return new CommitRequest(lease, feature, Long.toString(quantity), List.of(meters), Map.of("suite", "contract"));
	}

	static MeterLine meter(String code, long quantity) {
		return new MeterLine(code, Long.toString(quantity));
	}

	/**
	 * Goes through a whole operation.
	 */
	VlunaResponse<CommitResult> use(String feature, long quantity) {
		return commit(lease(feature), feature, quantity);
	}

	VlunaResponse<CancelResult> cancel(String lease) {
		return this.gate.client().gate().cancel(newContext(), new CancelRequest(lease)).await();
	}

	VlunaCall<CommitResult> ingesting(String key, String feature, long quantity, MeterLine... meters) {
		return this.gate.client()
			.gate()
			.ingest(context(key), new IngestRequest(feature, Long.toString(quantity), List.of(meters),
					"2026-06-30T12:00:00Z", null, Map.of()));
	}

	VlunaResponse<CommitResult> ingest(String feature, long quantity, MeterLine... meters) {
		return ingesting(this.gate.newKey(), feature, quantity, meters).await();
	}

	/**
	 * Writes what has no typed method, or what a typed method would refuse to send.
	 */
	Map<String, Object> write(VlunaRequest request) {
		return this.gate.client().call(newContext(), request, ContractGate.OBJECT).await().data();
	}

	Map<String, Object> read(VlunaRequest request) {
		return this.gate.client().call(reader(), request, ContractGate.OBJECT).await().data();
	}

	List<FeatureLimit> limits(String... features) {
		return this.gate.client().gate().limits(reader(), LimitsQuery.ofFeatures(features)).await().data();
	}

	LimitWindow quota(String feature) {
		return limits(feature).get(0).quotas().get(0);
	}

	List<MeterLimit> meters(MetersQuery query) {
		return this.gate.client().gate().meters(reader(), query).await().data();
	}

	List<BatchCommitResult.Item> commitAll(BatchCommitRequest.Item... items) {
		return this.gate.client()
			.gate()
			.commitBatch(newContext(), new BatchCommitRequest(List.of(items)))
			.await()
			.data()
			.items();
	}

	BatchCommitRequest.Item item(String lease, String feature, long quantity) {
		return new BatchCommitRequest.Item(this.gate.newKey(), lease, feature, Long.toString(quantity), List.of(),
				Map.of());
	}

	/**
	 * Adds money. It belongs to this user alone.
	 */
	Customer credit(long xusd) {
		return credit(this.gate.newKey(), xusd);
	}

	Customer credit(String key, long xusd) {
		this.gate.client()
			.wallet()
			.adjust(context(key), new WalletAdjustment(xusd, WalletAdjustment.Kind.GRANT, null, "contract_suite", null))
			.await();
		return this;
	}

	/**
	 * Sets money aside.
	 */
	String createBudget(long xusd) {
		return this.gate.client()
			.budgets()
			.create(newContext(), BudgetRequest.ofAll(this.gate.newName("budget"), xusd))
			.await()
			.data()
			.budgetId();
	}

	WalletBalance wallet() {
		return this.gate.client().wallet().balance(reader()).await().data();
	}

	String accountId() {
		return Objects.requireNonNull(wallet().billingAccountId());
	}

	String userId() {
		return Objects.requireNonNull(wallet().billingUserId());
	}

}
