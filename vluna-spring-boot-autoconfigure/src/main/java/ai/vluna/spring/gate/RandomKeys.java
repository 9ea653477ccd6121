package ai.vluna.spring.gate;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Makes a key that no other operation has, here or anywhere: what is drawn once for each
 * instance and a counter, and the time for instances that were restored from one
 * snapshot. Asking never blocks, as the system's source of randomness may.
 *
 * @since 0.1.0
 */
public final class RandomKeys implements Supplier<String> {

	private static final HexFormat HEX = HexFormat.of();

	private final String instance;

	private final AtomicLong counter = new AtomicLong();

	/**
	 * Create a source of keys.
	 */
	public RandomKeys() {
		byte[] drawn = new byte[16];
		new SecureRandom().nextBytes(drawn);
		this.instance = HEX.formatHex(drawn);
	}

	@Override
	public String get() {
		return this.instance + HEX.toHexDigits(this.counter.incrementAndGet()) + HEX.toHexDigits(System.nanoTime());
	}

}
