package ai.vluna.spring.client.http;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.IngestRequest;

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

	GateCalls(WebClientVlunaClient client) {
		this.client = client;
		this.authorize = endpoint("/gate/authorize", AuthorizeResult.class);
		this.commit = endpoint("/gate/commits", CommitResult.class);
		this.cancel = endpoint("/gate/cancel", CancelResult.class);
		this.ingest = endpoint("/gate/ingest", CommitResult.class);
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

	private <T> VlunaCall<T> prepare(Endpoint<T> endpoint, CallContext context, Object request) {
		RequestRules.checkWrite(context);
		return this.client.prepare(endpoint, context, request);
	}

}
