package ai.vluna.spring.benchmarks.loopback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.http.HttpHeaders;

/**
 * The signature, written straight from the description of the protocol.
 */
final class HandWrittenSigner {

	private final GateAccess access;

	private final SecretKeySpec secret;

	HandWrittenSigner(GateAccess access) {
		this.access = access;
		this.secret = new SecretKeySpec(Base64.getDecoder().decode(access.keySecret()), "HmacSHA256");
	}

	void sign(HttpHeaders headers, String path, String idempotencyKey, byte[] body) {
		String timestamp = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
		String nonce = UUID.randomUUID().toString().replace("-", "");
		String digest = "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body)) + ":";
		String text = String.join("\n", "POST", path, "ts:" + timestamp, "nonce:" + nonce, "content-digest:" + digest,
				"content-type:application/json", "x-realm-id:" + this.access.realmId(),
				"x-principal-id:" + this.access.principalId(), "x-user-id:" + this.access.userId(),
				"x-billing-account-id:", "x-billing-user-id:", "idempotency-key:" + idempotencyKey);
		headers.set("Content-Digest", digest);
		headers.set("Authorization", "SVC-AUTH keyId=%s,sig=%s,ts=%s,nonce=%s,alg=HMAC-SHA256"
			.formatted(this.access.keyId(), Base64.getEncoder().encodeToString(hmac(text)), timestamp, nonce));
	}

	private static byte[] sha256(byte[] body) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(body);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private byte[] hmac(String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(this.secret);
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
