package ai.vluna.spring.client.protocol.billing;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What a token for the browser of a user may do, and for how long.
 *
 * @param scopes {@code checkout}, {@code portal} or both; empty for both. The gate
 * ignores any other, and grants both when none is left
 * @param lifetime how long the token is valid, in whole seconds; the gate may shorten it
 * @param traits what to show of the user, such as {@code email}; the gate keeps 20
 * @param nonce a value of the caller's that the token carries
 * @since 0.1.0
 */
public record TokenRequest(List<String> scopes, Duration lifetime, Map<String, Object> traits, @Nullable String nonce) {

	/**
	 * Create a request.
	 * @param scopes the scopes
	 * @param lifetime how long the token is valid, at least a second
	 * @param traits what to show of the user
	 * @param nonce a value of the caller's
	 */
	public TokenRequest {
		Assert.isTrue(lifetime.toSeconds() > 0, "'lifetime' must be at least a second");
		scopes = List.copyOf(scopes);
		traits = Map.copyOf(traits);
	}

	/**
	 * Ask for a token with the given lifetime and every scope.
	 * @param lifetime how long the token is valid
	 * @return the request
	 */
	public static TokenRequest lasting(Duration lifetime) {
		return new TokenRequest(List.of(), lifetime, Map.of(), null);
	}

}
