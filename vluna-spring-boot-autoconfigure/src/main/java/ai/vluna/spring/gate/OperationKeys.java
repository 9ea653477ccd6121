package ai.vluna.spring.gate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import ai.vluna.spring.context.BillingSubject;

/**
 * Makes the keys of an operation. The gate's cache looks at nothing but the key, so the
 * realm, the customer and the feature are part of every key, and two customers can never
 * meet in one, whatever base they bring.
 */
final class OperationKeys {

	private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

	private final String realmId;

	OperationKeys(String realmId) {
		this.realmId = realmId;
	}

	/**
	 * Return what all keys of an operation are made of.
	 * @param subject who pays
	 * @param featureCode the feature
	 * @param base the base key, random or stable
	 * @return 43 printable characters
	 */
	String digest(BillingSubject subject, String featureCode, String base) {
		MessageDigest digest = sha256();
		update(digest, this.realmId);
		update(digest, subject.principalId());
		update(digest, subject.userId());
		update(digest, featureCode);
		update(digest, base);
		return ENCODER.encodeToString(digest.digest());
	}

	static String key(Phase phase, String digest) {
		return phase.prefix().concat(digest);
	}

	private static void update(MessageDigest digest, String part) {
		byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
		// The length keeps "a" + "bc" apart from "ab" + "c".
		digest.update((byte) (bytes.length >>> 8));
		digest.update((byte) bytes.length);
		digest.update(bytes);
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java runtime has SHA-256", ex);
		}
	}

}
