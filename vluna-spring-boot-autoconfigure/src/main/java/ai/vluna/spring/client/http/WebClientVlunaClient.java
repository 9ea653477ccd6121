package ai.vluna.spring.client.http;

import java.net.URI;
import java.util.function.Supplier;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;

/**
 * The client over {@code WebClient}: checks what is to be sent, turns it into bytes once
 * and leaves the rest to the prepared call.
 */
final class WebClientVlunaClient implements VlunaClient {

	// Values take far more memory than the text they are written in.
	private static final int MAX_TOKENS = 500_000;

	// Its own, so that the application's settings never change what is signed or charged.
	static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
			.build())
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private static final byte[] NO_BODY = {};

	private final Sender sender;

	private final Supplier<String> requestIds;

	private final String realmId;

	private final String baseUrl;

	private final GateOperations gate;

	WebClientVlunaClient(VlunaClientSettings settings, Sender sender, Supplier<String> requestIds) {
		RequestRules.checkText("realmId", settings.realmId());
		this.baseUrl = StringUtils.trimTrailingCharacter(settings.baseUrl().toASCIIString(), '/');
		this.sender = sender;
		this.requestIds = requestIds;
		this.realmId = settings.realmId();
		this.gate = new GateCalls(this);
	}

	@Override
	public GateOperations gate() {
		return this.gate;
	}

	@Override
	public <T> VlunaCall<T> call(CallContext context, VlunaRequest request, ParameterizedTypeReference<T> dataType) {
		RequestRules.check(context);
		return new PreparedCall<>(this.sender, endpoint(request, dataType), this.realmId, identified(context),
				bytesOf(request.body()), request.isRepeatable(), false);
	}

	private static byte[] bytesOf(@Nullable Object body) {
		if (body == null) {
			return NO_BODY;
		}
		return (body instanceof byte[] bytes) ? bytes.clone() : JSON.writeValueAsBytes(body);
	}

	<T> VlunaCall<T> prepare(Endpoint<T> endpoint, CallContext context, Object body) {
		return new PreparedCall<>(this.sender, endpoint, this.realmId, identified(context),
				JSON.writeValueAsBytes(body), false, true);
	}

	<T> Endpoint<T> endpoint(VlunaRequest request, ParameterizedTypeReference<T> dataType) {
		String address = this.baseUrl + request.path();
		URI uri = URI.create(request.query().isEmpty() ? address : address + "?" + request.query());
		return new Endpoint<>(HttpMethod.valueOf(request.method()), uri,
				URI.create(this.baseUrl).getRawPath() + request.template(),
				new AnswerDecoder<>(JSON, dataType, request.method() + " " + address));
	}

	private CallContext identified(CallContext context) {
		return (context.requestId() != null) ? context : context.withRequestId(this.requestIds.get());
	}

}
