package ai.vluna.spring.client.signing;

import java.util.Base64;

import org.springframework.util.Assert;

/**
 * The id and the secret with which requests are signed. The secret appears in no text
 * that this type produces.
 *
 * @since 0.1.0
 */
public final class ServiceKey {

	private final String id;

	private final byte[] secret;

	private ServiceKey(String id, byte[] secret) {
		this.id = id;
		this.secret = secret;
	}

	/**
	 * Create a key from the texts that Vluna hands out.
	 * @param id the key id, such as {@code pk-...}
	 * @param secret the base64 encoded secret
	 * @return the key
	 * @throws IllegalArgumentException if the id is empty or the secret is not base64
	 */
	public static ServiceKey of(String id, String secret) {
		Assert.hasText(id, "'id' must not be empty");
		Assert.hasText(secret, "'secret' must not be empty");
		return new ServiceKey(id, decode(secret));
	}

	private static byte[] decode(String secret) {
		try {
			return Base64.getDecoder().decode(secret.strip());
		}
		catch (IllegalArgumentException ex) {
			// The decoder's own message and cause quote characters of the secret.
			throw new IllegalArgumentException("'secret' must be base64 encoded");
		}
	}

	/**
	 * Return the key id.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	byte[] secret() {
		return this.secret;
	}

	@Override
	public String toString() {
		return "ServiceKey[id=" + this.id + ", secret=******]";
	}

}
