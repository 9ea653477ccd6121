package ai.vluna.spring.client.signing;

import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.util.Assert;

/**
 * The id and the secret with which requests are signed. The secret appears in no text
 * that this type produces.
 *
 * @since 0.1.0
 */
public final class ServiceKey {

	private static final String ALGORITHM = "HmacSHA256";

	private final String id;

	private final SecretKeySpec secret;

	private final Mac prototype;

	private ServiceKey(String id, byte[] secret) {
		this.id = id;
		this.secret = new SecretKeySpec(secret, ALGORITHM);
		this.prototype = newMac();
	}

	/**
	 * Create a key from the texts that Vluna hands out.
	 * @param id the key id, such as {@code pk-...}
	 * @param secret the base64 encoded secret
	 * @return the key
	 * @throws IllegalArgumentException if the id is empty or cannot stand in a header, or
	 * if the secret is not base64
	 */
	public static ServiceKey of(String id, String secret) {
		Assert.hasText(id, "'id' must not be empty");
		Assert.isTrue(id.chars().allMatch((ch) -> ch > ' ' && ch < 127 && ch != ','),
				"'id' must consist of printable ASCII characters without blanks and commas");
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

	byte[] authenticate(byte[] text) {
		return mac().doFinal(text);
	}

	private Mac mac() {
		try {
			// A copy spares the provider lookup and the key schedule, and shares no
			// state.
			return (Mac) this.prototype.clone();
		}
		catch (CloneNotSupportedException ex) {
			return newMac();
		}
	}

	private Mac newMac() {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.secret);
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform provides " + ALGORITHM, ex);
		}
	}

	@Override
	public String toString() {
		return "ServiceKey[id=" + this.id + ", secret=******]";
	}

}
