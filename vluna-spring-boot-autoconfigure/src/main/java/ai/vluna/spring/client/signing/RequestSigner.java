package ai.vluna.spring.client.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Computes the headers that prove who sent a request and what it said. Pure functions:
 * the same arguments give the same text on any thread.
 *
 * @since 0.1.0
 */
public final class RequestSigner {

	private RequestSigner() {
	}

	/**
	 * Return the {@code Content-Digest} header of a body.
	 * @param body the bytes as they are sent, empty for none
	 * @return the header value
	 */
	public static String contentDigest(byte[] body) {
		return "sha-256=:" + Base64.getEncoder().encodeToString(sha256().digest(body)) + ":";
	}

	/**
	 * Return the {@code Authorization} header of one attempt. The gate accepts its parts
	 * in this order and spelling only.
	 * @param key the key to sign with
	 * @param request the request to sign
	 * @param timestamp the timestamp, signed and sent verbatim
	 * @param nonce the nonce, signed and sent verbatim
	 * @return the header value
	 */
	public static String authorization(ServiceKey key, SignableRequest request, String timestamp, String nonce) {
		return "SVC-AUTH keyId=" + key.id() + ",sig=" + signature(key, request.canonicalText(timestamp, nonce)) + ",ts="
				+ timestamp + ",nonce=" + nonce + ",alg=HMAC-SHA256";
	}

	private static String signature(ServiceKey key, String text) {
		return Base64.getEncoder().encodeToString(key.authenticate(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform provides SHA-256", ex);
		}
	}

}
