package ai.vluna.spring.gate.idempotency;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.springframework.context.SmartLifecycle;

/**
 * Makes a key that no other operation has, here or anywhere, of what is drawn once for
 * each instance, a counter and the time. Asking never blocks, as the system's source of
 * randomness may.
 * <p>
 * Instances that are restored from one snapshot would go on with the same draw. So it is
 * repeated whenever the application starts, which Spring does after a restoration before
 * any request comes in. Where a platform copies running machines and tells nobody, only
 * the time tells the copies apart, in nanoseconds.
 *
 * @since 0.1.0
 */
public final class RandomKeys implements Supplier<String>, SmartLifecycle {

	private static final HexFormat HEX = HexFormat.of();

	private final AtomicLong counter = new AtomicLong();

	private volatile String drawn = draw();

	private volatile boolean running;

	@Override
	public String get() {
		return this.drawn + HEX.toHexDigits(this.counter.incrementAndGet()) + HEX.toHexDigits(System.nanoTime());
	}

	@Override
	public void start() {
		this.drawn = draw();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return the phase: before everything that starts work.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	private static String draw() {
		byte[] bytes = new byte[16];
		new SecureRandom().nextBytes(bytes);
		return HEX.formatHex(bytes);
	}

}
