package ai.vluna.spring.test.gate.auth;

import java.util.Base64;

/**
 * A service key the gate knows.
 *
 * @param id the key id
 * @param secret the shared secret, base64
 * @param realmId the realm it may be used for
 * @param status whether it may be used at all
 * @since 0.1.0
 */
public record RegisteredKey(String id, String secret, String realmId, Status status) {

	/**
	 * Creates a key that may be used.
	 * @param id the key id
	 * @param secret the shared secret, base64
	 * @param realmId the realm it may be used for
	 * @return the key
	 */
	public static RegisteredKey active(String id, String secret, String realmId) {
		return new RegisteredKey(id, secret, realmId, Status.ACTIVE);
	}

	byte[] secretBytes() {
		return Base64.getDecoder().decode(this.secret);
	}

	@Override
	public String toString() {
		return "RegisteredKey[id=%s, secret=******, realmId=%s, status=%s]".formatted(this.id, this.realmId,
				this.status);
	}

	/**
	 * Whether a key may be used.
	 */
	public enum Status {

		/**
		 * It may.
		 */
		ACTIVE,

		/**
		 * Its time is over.
		 */
		EXPIRED,

		/**
		 * An operator switched it off.
		 */
		DISABLED

	}

}
