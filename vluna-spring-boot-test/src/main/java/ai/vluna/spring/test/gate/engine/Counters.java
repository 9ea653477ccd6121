package ai.vluna.spring.test.gate.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * What was used of each feature in each window.
 */
final class Counters {

	private final Map<Slot, Long> used = new HashMap<>();

	long used(String feature, Window window) {
		return this.used.getOrDefault(new Slot(feature, window), 0L);
	}

	void set(String feature, Window window, long used) {
		this.used.put(new Slot(feature, window), used);
	}

	Runnable remember() {
		Map<Slot, Long> usedNow = Map.copyOf(this.used);
		return () -> {
			this.used.clear();
			this.used.putAll(usedNow);
		};
	}

	private record Slot(String feature, Window window) {

	}

}
