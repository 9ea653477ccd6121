package ai.vluna.spring.client;

import java.net.URI;
import java.util.function.Supplier;

import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.IngestRequest;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.StringUtils;

/**
 * The client over {@code WebClient}: checks what is to be sent, turns it into bytes once
 * and leaves the rest to the prepared call.
 */
final class WebClientVlunaClient implements VlunaClient, GateOperations {

	// Its own, so that the application's settings never change what is signed or charged.
	static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private final Sender sender;

	private final Supplier<String> requestIds;

	private final String realmId;

	private final Endpoint<AuthorizeResult> authorize;

	private final Endpoint<CommitResult> commit;

	private final Endpoint<CancelResult> cancel;

	private final Endpoint<CommitResult> ingest;

	WebClientVlunaClient(VlunaClientSettings settings, Sender sender, Supplier<String> requestIds) {
		RequestRules.checkText("realmId", settings.realmId());
		String baseUrl = StringUtils.trimTrailingCharacter(settings.baseUrl().toASCIIString(), '/');
		this.sender = sender;
		this.requestIds = requestIds;
		this.realmId = settings.realmId();
		this.authorize = endpoint(baseUrl, "/gate/authorize", AuthorizeResult.class);
		this.commit = endpoint(baseUrl, "/gate/commits", CommitResult.class);
		this.cancel = endpoint(baseUrl, "/gate/cancel", CancelResult.class);
		this.ingest = endpoint(baseUrl, "/gate/ingest", CommitResult.class);
	}

	private static <T> Endpoint<T> endpoint(String baseUrl, String path, Class<T> dataType) {
		String address = baseUrl + path;
		return new Endpoint<>(URI.create(address), new AnswerDecoder<>(JSON, dataType, "POST " + address));
	}

	@Override
	public GateOperations gate() {
		return this;
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
		RequestRules.check(context);
		return new PreparedCall<>(this.sender, endpoint, this.realmId, identified(context),
				JSON.writeValueAsBytes(request));
	}

	private CallContext identified(CallContext context) {
		if (context.requestId() != null) {
			return context;
		}
		return new CallContext(context.principalId(), context.userId(), context.billingAccountId(),
				context.idempotencyKey(), this.requestIds.get());
	}

}
