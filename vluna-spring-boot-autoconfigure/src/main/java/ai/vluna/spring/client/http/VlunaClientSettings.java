package ai.vluna.spring.client.http;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What the client needs to know besides its key.
 *
 * @param baseUrl the address of the service API, ending in {@code /mgt/v1}
 * @param realmId the realm, {@code X-Realm-Id}
 * @param responseTimeout the longest wait for the answer to one attempt
 * @param callTimeout the longest time for a call with all its attempts
 * @param retry how a call that was not answered is sent again
 * @since 0.1.0
 */
public record VlunaClientSettings(URI baseUrl, String realmId, Duration responseTimeout, Duration callTimeout,
		RetrySettings retry) {

	/**
	 * Create settings.
	 * @param baseUrl the address of the service API
	 * @param realmId the realm
	 * @param responseTimeout the longest wait for one answer
	 * @param callTimeout the longest time for a call with all its attempts
	 * @param retry the retry settings
	 */
	public VlunaClientSettings {
		Assert.isTrue(isHttp(baseUrl.getScheme()) && baseUrl.getHost() != null,
				"'baseUrl' must start with http:// or https:// and name a host");
		Assert.isTrue(baseUrl.getRawQuery() == null && baseUrl.getRawFragment() == null,
				"'baseUrl' must have no query and no fragment");
		Assert.isTrue(baseUrl.getRawUserInfo() == null, "'baseUrl' must contain no credentials");
		Assert.hasText(realmId, "'realmId' must not be empty");
		Assert.isTrue(responseTimeout.toMillis() > 0, "'responseTimeout' must be positive");
		Assert.isTrue(callTimeout.toMillis() > 0, "'callTimeout' must be positive");
	}

	private static boolean isHttp(@Nullable String scheme) {
		return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
	}

}
