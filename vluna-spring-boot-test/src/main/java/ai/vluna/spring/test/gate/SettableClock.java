package ai.vluna.spring.test.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is told to move.
 *
 * @since 0.1.0
 */
public final class SettableClock extends Clock {

	private final AtomicReference<Instant> now;

	/**
	 * Creates a clock.
	 * @param now the moment it shows
	 */
	public SettableClock(Instant now) {
		this.now = new AtomicReference<>(now);
	}

	/**
	 * Sets the clock.
	 * @param now the moment it shows from now on
	 */
	public void set(Instant now) {
		this.now.set(now);
	}

	/**
	 * Moves the clock.
	 * @param duration how far
	 */
	public void advance(Duration duration) {
		this.now.updateAndGet((instant) -> instant.plus(duration));
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
