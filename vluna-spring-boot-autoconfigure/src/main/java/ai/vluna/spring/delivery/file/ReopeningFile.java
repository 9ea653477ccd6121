package ai.vluna.spring.delivery.file;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import ai.vluna.spring.delivery.store.StoreUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * The file, which is let go of when it fails and opened again a while later. To be used
 * by one thread only.
 */
final class ReopeningFile {

	static final Duration BEFORE_REOPENING = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(ReopeningFile.class);

	private final Supplier<StoreFile> opener;

	private final Scheduler clock;

	private @Nullable StoreFile file;

	private long lastFailure;

	/**
	 * Create it, without opening the file.
	 * @param opener opens the file
	 * @param clock measures the waits
	 */
	ReopeningFile(Supplier<StoreFile> opener, Scheduler clock) {
		this.opener = opener;
		this.clock = clock;
	}

	StoreFile open() {
		StoreFile opened = this.opener.get();
		this.file = opened;
		return opened;
	}

	/**
	 * Return the file, opened again if need be.
	 * @return the open file
	 * @throws StoreUnavailableException if it failed too short a while ago
	 */
	StoreFile get() {
		StoreFile file = this.file;
		if (file == null) {
			if (now() - this.lastFailure < BEFORE_REOPENING.toMillis()) {
				throw new StoreUnavailableException("The file of settlements failed a moment ago", null);
			}
			file = open();
			logger.info("The file of settlements is in use again");
		}
		return file;
	}

	/**
	 * Let go of the file, if it is open, because it could not be opened or used.
	 * @param failure why not
	 * @return what to tell those who wanted to use it
	 */
	StoreUnavailableException fail(Throwable failure) {
		StoreFile failed = this.file;
		this.file = null;
		if (failed != null) {
			logger.error(
					"The file of settlements failed: what it holds stays there, and nothing is added to it for now",
					failure);
			this.lastFailure = now();
			abandon(failed);
		}
		else if (!(failure instanceof StoreUnavailableException)) {
			this.lastFailure = now();
		}
		return (failure instanceof StoreUnavailableException known) ? known : new StoreUnavailableException(
				"The file of settlements cannot be used: " + failure.getMessage(), failure);
	}

	private static void abandon(StoreFile file) {
		try {
			file.abandon();
		}
		catch (RuntimeException ex) {
			logger.debug("The file failed before", ex);
		}
	}

	void close() {
		try {
			if (this.file != null) {
				this.file.close();
			}
		}
		catch (RuntimeException ex) {
			logger.error("The file of settlements could not be closed properly, which is mended when it is opened", ex);
		}
	}

	private long now() {
		return this.clock.now(TimeUnit.MILLISECONDS);
	}

}
