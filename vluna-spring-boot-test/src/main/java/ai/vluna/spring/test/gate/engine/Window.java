package ai.vluna.spring.test.gate.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time in which something is counted, aligned to the UTC epoch.
 *
 * @param start its first moment
 * @param end the first moment after it
 */
record Window(Instant start, Instant end) {

	static Window around(Instant moment, Duration length) {
		long millis = length.toMillis();
		long start = Math.floorDiv(moment.toEpochMilli(), millis) * millis;
		return new Window(Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + millis));
	}

}
