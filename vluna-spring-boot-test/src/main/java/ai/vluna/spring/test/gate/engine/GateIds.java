package ai.vluna.spring.test.gate.engine;

import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Invents what the database would: identifiers, lease secrets and price fingerprints.
 */
final class GateIds {

	private static final HexFormat HEX = HexFormat.of();

	private final RandomGenerator random;

	GateIds(RandomGenerator random) {
		this.random = random;
	}

	UUID uuid() {
		long high = (this.random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
		long low = (this.random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
		return new UUID(high, low);
	}

	String secret() {
		return HEX.toHexDigits(this.random.nextLong());
	}

	String fingerprint() {
		return secret() + secret() + secret() + secret();
	}

}
