package ai.vluna.spring.gate;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Makes a key that no other operation has, here or anywhere. Nothing is remembered
 * between two keys, so restoring a snapshot of the process repeats none.
 *
 * @since 0.1.0
 */
public final class RandomKeys implements Supplier<String> {

	private static final int BYTES = 16;

	private static final HexFormat HEX = HexFormat.of();

	private final SecureRandom random = new SecureRandom();

	@Override
	public String get() {
		byte[] bytes = new byte[BYTES];
		this.random.nextBytes(bytes);
		return HEX.formatHex(bytes);
	}

}
