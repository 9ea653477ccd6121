package ai.vluna.spring.delivery.file;

import java.nio.file.Path;
import java.time.Duration;

import ai.vluna.spring.delivery.store.Backoff;

import org.springframework.util.Assert;

/**
 * How settlements are kept in a file, and sent.
 *
 * @param path the file
 * @param concurrency how many settlements are sent at a time
 * @param backoff the waits before a settlement is sent again
 * @param stopTimeout how long to wait for settlements under way, and for the file
 * @since 0.1.0
 */
public record FileStoreSettings(Path path, int concurrency, Backoff backoff, Duration stopTimeout) {

	/**
	 * Create settings.
	 * @param path the file
	 * @param concurrency how many settlements are sent at a time
	 * @param backoff the waits before a settlement is sent again
	 * @param stopTimeout how long to wait for settlements under way, and for the file
	 */
	public FileStoreSettings {
		Assert.isTrue(concurrency > 0, "'concurrency' must be positive");
		Assert.isTrue(!stopTimeout.isNegative(), "'stopTimeout' must not be negative");
	}

}
