package ai.vluna.spring.autoconfigure;

import java.util.function.Supplier;

import ai.vluna.spring.client.signing.ServiceKey;

/**
 * Asks the connection details for the key each time, and decodes it only when it changed.
 */
final class RotatingServiceKey implements Supplier<ServiceKey> {

	private final VlunaConnectionDetails details;

	private volatile Decoded current;

	RotatingServiceKey(VlunaConnectionDetails details) {
		this.details = details;
		this.current = decode();
	}

	@Override
	public ServiceKey get() {
		Decoded current = this.current;
		if (!current.id().equals(this.details.getServiceKeyId())
				|| !current.secret().equals(this.details.getServiceKeySecret())) {
			current = decode();
			this.current = current;
		}
		return current.key();
	}

	private Decoded decode() {
		String id = this.details.getServiceKeyId();
		String secret = this.details.getServiceKeySecret();
		return new Decoded(id, secret, ServiceKey.of(id, secret));
	}

	private record Decoded(String id, String secret, ServiceKey key) {

		@Override
		public String toString() {
			return this.key.toString();
		}

	}

}
