package ai.vluna.spring.benchmarks.draining;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What was done so far, and how often.
 */
final class Applied {

	private static final long PATIENCE_SECONDS = 120;

	private final Map<String, Integer> times = new ConcurrentHashMap<>();

	private final CountDownLatch missing;

	Applied(int expected) {
		this.missing = new CountDownLatch(expected);
	}

	void add(@Nullable String key) {
		this.times.merge(String.valueOf(key), 1, Integer::sum);
		this.missing.countDown();
	}

	/**
	 * Wait until as much was done as is expected.
	 */
	void await() {
		try {
			if (!this.missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("%d are never done".formatted(this.missing.getCount()));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Require that so many different things were done once.
	 * @param expected the number of things
	 */
	void requireEachOnce(int expected) {
		long repeated = this.times.values().stream().filter((count) -> count > 1).count();
		if (this.times.size() != expected || repeated > 0) {
			throw new IllegalStateException(
					"Of %d, %d were done, %d of them repeatedly".formatted(expected, this.times.size(), repeated));
		}
	}

}
