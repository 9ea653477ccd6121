package ai.vluna.spring.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Whether the last usage could be stored. A store that works in part fails and works
 * again with every other usage: logged is only that it fails, and that it did not for a
 * while.
 */
final class StoreTrouble {

	private static final Log logger = LogFactory.getLog(StoreTrouble.class);

	private static final Duration MEMORY = Duration.ofMinutes(1);

	private final Clock clock;

	private final AtomicBoolean told = new AtomicBoolean();

	private volatile boolean present;

	private volatile Instant last = Instant.MIN;

	StoreTrouble(Clock clock) {
		this.clock = clock;
	}

	void occurred(Throwable failure) {
		this.last = this.clock.instant();
		this.present = true;
		if (this.told.compareAndSet(false, true)) {
			logger.error("Usage cannot be stored: until it can, it is sent at once, and what Vluna does not confirm is "
					+ "lost with this process", failure);
		}
	}

	void over() {
		this.present = false;
		if (this.told.get() && !isRemembered() && this.told.compareAndSet(true, false)) {
			logger.info("Usage is stored again before it is sent, all of it for a minute");
		}
	}

	/**
	 * Return whether the last usage could not be stored, a short while ago. Longer than
	 * that nobody knows: who is not asked for work while the store is in trouble would
	 * never learn that it is mended.
	 * @return whether it could not
	 */
	boolean isRecent() {
		return this.present && isRemembered();
	}

	private boolean isRemembered() {
		return this.clock.instant().isBefore(this.last.plus(MEMORY));
	}

}
