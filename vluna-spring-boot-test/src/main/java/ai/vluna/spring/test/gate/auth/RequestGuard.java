package ai.vluna.spring.test.gate.auth;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import ai.vluna.spring.test.gate.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Lets only requests pass that name a realm and are signed with a key of it. The order of
 * the checks is the server's.
 *
 * @since 0.1.0
 */
public final class RequestGuard {

	private final Map<String, Boolean> realms;

	private final Map<String, KnownKey> keys = new HashMap<>();

	/**
	 * Creates a guard.
	 * @param realms the realms, and whether each is active
	 * @param keys the service keys
	 */
	public RequestGuard(Map<String, Boolean> realms, Collection<RegisteredKey> keys) {
		this.realms = Map.copyOf(realms);
		keys.forEach((key) -> this.keys.put(key.id(), new KnownKey(key, new SignatureVerifier(key.secretBytes()))));
	}

	/**
	 * Refuses a request that is not what it claims to be.
	 * @param request the request
	 * @throws Refusal if it names no usable realm or key, or its signature is wrong
	 */
	public void check(SignedRequest request) {
		String realm = request.header("x-realm-id");
		checkRealm(realm);
		ServiceAuthorization authorization = ServiceAuthorization.parse(request.header("authorization"));
		KnownKey key = this.keys.get(authorization.keyId());
		if (key == null) {
			throw Refusal.of(401, "AUTH.SERVICE_KEY_NOT_FOUND", "Service API key not recognized");
		}
		checkKey(key.key(), realm);
		key.verifier().verify(request, authorization);
	}

	private void checkRealm(String realm) {
		if (realm.isEmpty()) {
			throw Refusal.of(400, "VALIDATION.INVALID_INPUT", "missing_realm");
		}
		@Nullable Boolean active = this.realms.get(realm);
		if (active == null) {
			throw Refusal.of(404, "AUTH.UNKNOWN_REALM", "unknown_realm")
				.with("clear_cached_realm", true)
				.with("realm_id", realm);
		}
		if (!active) {
			throw Refusal.of(403, "AUTH.INSUFFICIENT_SCOPE", "realm_inactive");
		}
	}

	private static void checkKey(RegisteredKey key, String realm) {
		switch (key.status()) {
			case DISABLED -> throw Refusal.of(403, "AUTH.SERVICE_KEY_DISABLED", "Service API key is not active");
			case EXPIRED -> throw Refusal.of(403, "AUTH.SERVICE_KEY_EXPIRED", "Service API key has expired");
			case ACTIVE -> {
				if (!key.realmId().equals(realm)) {
					throw Refusal.of(403, "AUTH.SERVICE_KEY_REALM_FORBIDDEN",
							"Service API key not authorized for realm");
				}
			}
		}
	}

	private record KnownKey(RegisteredKey key, SignatureVerifier verifier) {

	}

}
