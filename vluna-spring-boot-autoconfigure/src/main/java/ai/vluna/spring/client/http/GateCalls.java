package ai.vluna.spring.client.http;

import java.util.List;
import java.util.Locale;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaRequest;
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

import org.springframework.core.ParameterizedTypeReference;

/**
 * The operations of the gate. What every operation of an application sends has an
 * endpoint that is made once.
 */
final class GateCalls implements GateOperations {

	private final WebClientVlunaClient client;

	private final Endpoint<AuthorizeResult> authorize;

	private final Endpoint<CommitResult> commit;

	private final Endpoint<CancelResult> cancel;

	private final Endpoint<CommitResult> ingest;

	private final Endpoint<BatchCommitResult> commitBatch;

	GateCalls(WebClientVlunaClient client) {
		this.client = client;
		this.authorize = endpoint("/gate/authorize", AuthorizeResult.class);
		this.commit = endpoint("/gate/commits", CommitResult.class);
		this.cancel = endpoint("/gate/cancel", CancelResult.class);
		this.ingest = endpoint("/gate/ingest", CommitResult.class);
		this.commitBatch = endpoint("/gate/commits/batch", BatchCommitResult.class);
	}

	private <T> Endpoint<T> endpoint(String path, Class<T> dataType) {
		return this.client.endpoint(VlunaRequest.post(path), ParameterizedTypeReference.forType(dataType));
	}

	@Override
	public VlunaCall<AuthorizeResult> authorize(CallContext context, AuthorizeRequest request) {
		if (request.estimatedQuantityMinor() != null) {
			RequestRules.checkQuantity("'estimatedQuantityMinor'", request.estimatedQuantityMinor(), 0);
		}
		return prepare(this.authorize, context, request);
	}

	@Override
	public VlunaCall<CommitResult> commit(CallContext context, CommitRequest request) {
		RequestRules.checkQuantities(request.quantityMinor(), request.meters());
		return prepare(this.commit, context, request);
	}

	@Override
	public VlunaCall<CancelResult> cancel(CallContext context, CancelRequest request) {
		return prepare(this.cancel, context, request);
	}

	@Override
	public VlunaCall<CommitResult> ingest(CallContext context, IngestRequest request) {
		RequestRules.checkQuantities(request.quantityMinor(), request.meters());
		return prepare(this.ingest, context, request);
	}

	@Override
	public VlunaCall<BatchCommitResult> commitBatch(CallContext context, BatchCommitRequest request) {
		RequestRules.checkBatch(request.items());
		return prepare(this.commitBatch, context, request);
	}

	private <T> VlunaCall<T> prepare(Endpoint<T> endpoint, CallContext context, Object request) {
		RequestRules.checkWrite(context);
		return this.client.prepare(endpoint, context, request);
	}

	@Override
	public VlunaCall<List<FeatureLimit>> limits(CallContext context, LimitsQuery query) {
		RequestRules.checkRead(context);
		VlunaRequest request = VlunaRequest.get("/gate/limits")
			.query("feature_code", query.featureCodes().toArray())
			.query("feature_family_code", query.featureFamilyCodes().toArray())
			.query("expand", "quotas", "rates");
		return this.client.call(context, (query.asOf() != null) ? request.query("as_of", query.asOf()) : request,
				new ParameterizedTypeReference<>() {
				});
	}

	@Override
	public VlunaCall<List<MeterLimit>> meters(CallContext context, MetersQuery query) {
		RequestRules.checkRead(context);
		VlunaRequest request = VlunaRequest.get("/gate/meters")
			.query("meter_code", query.meterCodes().toArray())
			.query("feature_code", query.featureCodes().toArray())
			.query("feature_family_code", query.featureFamilyCodes().toArray())
			.query("expand", query.details().stream().sorted().map(GateCalls::nameOf).toArray());
		return this.client.call(context, withCoverage(request, query), new ParameterizedTypeReference<>() {
		});
	}

	private static VlunaRequest withCoverage(VlunaRequest request, MetersQuery query) {
		if (!query.details().contains(MetersQuery.Detail.COVERAGE)) {
			return request;
		}
		// Tells the conservative estimate too.
		VlunaRequest optimistic = request.query("coverage_profile", "optimistic");
		return (query.budgetId() != null)
				? optimistic.query("coverage_basis", "budget").query("coverage_budget_id", query.budgetId())
				: optimistic;
	}

	private static String nameOf(MetersQuery.Detail detail) {
		return detail.name().toLowerCase(Locale.ROOT);
	}

}
