package ai.vluna.spring.delivery;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How settlements are written to their store.
 *
 * @param threads how many groups are written at a time
 * @param maxGroup the largest number of settlements that are written at once
 * @param maxQueued the largest number of settlements that wait to be written
 * @param timeout the longest time for which a caller waits until its settlement is stored
 * @param closeTimeout the longest time for which the end of the application waits until
 * the settlements that wait are stored
 * @since 0.1.0
 */
public record WriterSettings(int threads, int maxGroup, int maxQueued, Duration timeout, Duration closeTimeout) {

	/**
	 * Create settings.
	 * @param threads the number of writers
	 * @param maxGroup the largest group
	 * @param maxQueued the largest queue
	 * @param timeout the longest wait of a caller
	 * @param closeTimeout the longest wait of the end
	 */
	public WriterSettings {
		Assert.isTrue(threads > 0, "'threads' must be positive");
		Assert.isTrue(maxGroup > 0, "'maxGroup' must be positive");
		Assert.isTrue(maxQueued > 0, "'maxQueued' must be positive");
		Assert.isTrue(timeout.toMillis() > 0, "'timeout' must be positive");
		Assert.isTrue(closeTimeout.toMillis() > 0, "'closeTimeout' must be positive");
	}

}
