package ai.vluna.spring.test.gate.engine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.WireTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Issues tokens for the end users of an application. Nothing in this gate accepts them,
 * but they have the claims of a real one.
 * <p>
 * This is a reading of the server's public source.
 */
final class TokenOperation {

	private static final int SHORTEST = 60;

	private static final int LONGEST = 3600;

	private static final int USUAL = 900;

	private static final Set<String> SCOPES = Set.of("checkout", "portal");

	private static final String ALGORITHM = "HmacSHA256";

	private final Tables tables;

	private final GateIds ids;

	private final SecretKeySpec key;

	TokenOperation(Tables tables, GateIds ids) {
		this.tables = tables;
		this.ids = ids;
		this.key = new SecretKeySpec(ids.fingerprint().getBytes(StandardCharsets.UTF_8), ALGORITHM);
	}

	private static String required(JsonNode json, String field, String message) {
		String value = json.path(field).asString("").trim();
		if (value.isEmpty()) {
			throw Refusal.invalid(message);
		}
		return value;
	}

	Answer run(View view, String realm, JsonNode json) {
		String principal = required(json, "principal_id", "missing_principal");
		String name = required(json, "user_id", "missing_user_id");
		BillingUser user = this.tables.user(view, principal, name, "", "");
		JsonNode wish = json.path("session_ttl_sec");
		double seconds = (wish.isNumber()) ? Math.floor(wish.doubleValue()) : USUAL;
		int lifetime = (seconds > 0) ? (int) Math.min(Math.max(seconds, SHORTEST), LONGEST) : USUAL;
		Instant issuedAt = Instant.ofEpochSecond(view.now().getEpochSecond());
		Instant expiresAt = issuedAt.plusSeconds(lifetime);
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("access_token", sign(realm, claims(user, realm, json, issuedAt, expiresAt)));
		data.put("token_type", "Bearer");
		data.put("expires_in", lifetime);
		data.put("expires_at", WireTime.format(expiresAt));
		data.put("billing_account_id", user.account.id.toString());
		data.put("billing_user_id", user.id.toString());
		return Answer.ok(data);
	}

	private ObjectNode claims(BillingUser user, String realm, JsonNode json, Instant issuedAt, Instant expiresAt) {
		Set<String> scopes = scopes(json.path("scopes"));
		ObjectNode claims = JsonNodeFactory.instance.objectNode();
		claims.put("scope", (scopes.contains("checkout")) ? "billing:read billing:write" : "billing:read");
		claims.put("realm_id", realm);
		claims.put("billing_account_id", user.account.id.toString());
		claims.put("billing_user_id", user.id.toString());
		claims.put("billing_principal_id", user.account.principal);
		claims.put("business_user_id", user.name);
		scopes.forEach(claims.putArray("plt_scopes")::add);
		claims.put("tu", "plt");
		claims.put("token_use", "platform");
		if (json.path("traits") instanceof ObjectNode traits) {
			claims.set("plt_traits", traits);
		}
		if (json.path("nonce").isString()) {
			claims.set("nonce", json.path("nonce"));
		}
		claims.put("iat", issuedAt.getEpochSecond());
		claims.put("exp", expiresAt.getEpochSecond());
		claims.put("sub", user.name);
		claims.put("jti", this.ids.uuid().toString());
		return claims;
	}

	private static Set<String> scopes(JsonNode wanted) {
		Set<String> scopes = new LinkedHashSet<>();
		wanted.forEach((scope) -> scopes.add(scope.asString("").trim()));
		scopes.retainAll(SCOPES);
		return (scopes.isEmpty()) ? Set.of("checkout", "portal") : scopes;
	}

	private String sign(String realm, ObjectNode claims) {
		ObjectNode header = JsonNodeFactory.instance.objectNode();
		header.put("alg", "HS256").put("kid", "plt:v1:realm:" + realm).put("typ", "JWT");
		String signed = encode(header.toString().getBytes(StandardCharsets.UTF_8)) + '.'
				+ encode(claims.toString().getBytes(StandardCharsets.UTF_8));
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return signed + '.' + encode(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
