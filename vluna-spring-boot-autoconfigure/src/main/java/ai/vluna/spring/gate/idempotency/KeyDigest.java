package ai.vluna.spring.gate.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import ai.vluna.spring.context.BillingSubject;

/**
 * Makes what all keys of an operation have in common. The gate's cache looks at nothing
 * but the key, so the realm, the customer and the feature are part of every key, and two
 * customers can never meet in one, whatever base they bring. For internal use: it may
 * change without notice.
 *
 * @since 0.1.0
 */
public final class KeyDigest {

	private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

	private final String realmId;

	/**
	 * Copied for each key, which is cheaper than looking the algorithm up.
	 */
	private final MessageDigest afterRealm;

	/**
	 * Create a digest of a realm's keys.
	 * @param realmId the realm
	 */
	public KeyDigest(String realmId) {
		this.realmId = realmId;
		this.afterRealm = afterRealm(realmId);
	}

	/**
	 * Return what all keys of an operation have in common.
	 * @param subject who pays
	 * @param featureCode the feature
	 * @param base the base key: random, stable or a caller's
	 * @return 43 printable characters
	 */
	public String of(BillingSubject subject, String featureCode, String base) {
		MessageDigest digest = copy();
		update(digest, subject.principalId());
		update(digest, subject.userId());
		update(digest, featureCode);
		update(digest, base);
		return ENCODER.encodeToString(digest.digest());
	}

	private MessageDigest copy() {
		try {
			return (MessageDigest) this.afterRealm.clone();
		}
		catch (CloneNotSupportedException ex) {
			return afterRealm(this.realmId);
		}
	}

	private static MessageDigest afterRealm(String realmId) {
		MessageDigest digest = sha256();
		update(digest, realmId);
		return digest;
	}

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java runtime has SHA-256", ex);
		}
	}

	static void update(MessageDigest digest, String part) {
		update(digest, part.getBytes(StandardCharsets.UTF_8));
	}

	static void update(MessageDigest digest, byte[] part) {
		// The length keeps "a" + "bc" apart from "ab" + "c".
		for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
			digest.update((byte) (part.length >>> shift));
		}
		digest.update(part);
	}

}
