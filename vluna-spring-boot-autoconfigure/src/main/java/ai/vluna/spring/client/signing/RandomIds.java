package ai.vluna.spring.client.signing;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Makes nonces and request ids of 32 lower-case hex digits. The first half is drawn once
 * for each instance, the second is a scrambled counter: an instance repeats none, and
 * asking never blocks, as the system's source of randomness may.
 *
 * @since 0.1.0
 */
public final class RandomIds implements Supplier<String> {

	private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

	private final String prefix;

	private final AtomicLong counter;

	/**
	 * Create a source of ids.
	 */
	public RandomIds() {
		SecureRandom random = new SecureRandom();
		this.prefix = HexFormat.of().toHexDigits(random.nextLong());
		this.counter = new AtomicLong(random.nextLong());
	}

	@Override
	public String get() {
		return this.prefix + HexFormat.of().toHexDigits(scramble(this.counter.addAndGet(GOLDEN_GAMMA)));
	}

	// The finisher of SplitMix64, which maps no two numbers to the same one.
	private static long scramble(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

}
