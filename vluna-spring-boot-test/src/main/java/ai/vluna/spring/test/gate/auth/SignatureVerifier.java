package ai.vluna.spring.test.gate.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import ai.vluna.spring.test.gate.protocol.Refusal;

/**
 * Tells whether a request was signed with a key and has not changed since.
 */
final class SignatureVerifier {

	private static final String ALGORITHM = "HmacSHA256";

	private static final String[] SIGNED_HEADERS = { "content-digest", "content-type", "x-realm-id", "x-principal-id",
			"x-user-id", "x-billing-account-id", "x-billing-user-id", "idempotency-key" };

	private final SecretKeySpec key;

	SignatureVerifier(byte[] secret) {
		this.key = new SecretKeySpec(secret, ALGORITHM);
	}

	void verify(SignedRequest request, ServiceAuthorization authorization) {
		String digest = request.header("content-digest");
		if (digest.isEmpty()) {
			throw invalid("Content-Digest header missing");
		}
		if (!digest.equals(digestOf(request.body()))) {
			throw invalid("Content-Digest mismatch");
		}
		byte[] expected = sign(canonicalText(request, authorization)).getBytes(StandardCharsets.US_ASCII);
		byte[] actual = authorization.signature().getBytes(StandardCharsets.UTF_8);
		if (!MessageDigest.isEqual(expected, actual)) {
			throw invalid("Signature mismatch");
		}
	}

	private String sign(String text) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

	static String canonicalText(SignedRequest request, ServiceAuthorization authorization) {
		StringBuilder text = new StringBuilder(512);
		text.append(request.method()).append('\n').append(request.path());
		text.append("\nts:").append(authorization.timestamp());
		text.append("\nnonce:").append(authorization.nonce());
		for (String name : SIGNED_HEADERS) {
			text.append('\n').append(name).append(':').append(request.header(name));
		}
		return text.toString();
	}

	private static String digestOf(byte[] body) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
			return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	static Refusal invalid(String message) {
		return Refusal.of(401, "AUTH.INVALID_SERVICE_SIGNATURE", message);
	}

}
