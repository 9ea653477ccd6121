package ai.vluna.spring.client;

import java.util.LinkedHashMap;
import java.util.Map;

import ai.vluna.spring.client.protocol.billing.PlatformToken;
import ai.vluna.spring.client.protocol.billing.TokenRequest;

/**
 * Tokens with which the browser of a user reaches the pages of Vluna.
 *
 * @since 0.1.0
 */
public final class TokenOperations {

	private final VlunaClient client;

	TokenOperations(VlunaClient client) {
		this.client = client;
	}

	/**
	 * Prepare the issue of a token, {@code POST /mgt/v1/token/issue}.
	 * <p>
	 * An unknown customer or user is created, with the grants of their plan. Use a new
	 * key for each token: under the same key the gate hands out the same token for a day,
	 * long after it expired. Refused with 403 when the service key may not act for the
	 * account.
	 * @param context the subject of the token and the idempotency key
	 * @param request what the token is for
	 * @return a call that can be sent any number of times under the same key
	 */
	public VlunaCall<PlatformToken> issue(CallContext context, TokenRequest request) {
		context.requireUser().requireKey();
		return this.client.call(context, VlunaRequest.post("/token/issue").body(body(context, request)),
				PlatformToken.class);
	}

	private static Map<String, Object> body(CallContext context, TokenRequest request) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("principal_id", String.valueOf(context.principalId()));
		body.put("user_id", String.valueOf(context.userId()));
		if (!request.scopes().isEmpty()) {
			body.put("scopes", request.scopes());
		}
		body.put("session_ttl_sec", request.lifetime().toSeconds());
		if (!request.traits().isEmpty()) {
			body.put("traits", request.traits());
		}
		if (request.nonce() != null) {
			body.put("nonce", request.nonce());
		}
		return body;
	}

}
