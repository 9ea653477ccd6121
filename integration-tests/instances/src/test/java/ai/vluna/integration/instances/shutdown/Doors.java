package ai.vluna.integration.instances.shutdown;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.stereotype.Component;

/**
 * Holds up each piece of work until its door is opened.
 */
@Component
class Doors {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final Map<String, Sinks.Empty<Void>> doors = new ConcurrentHashMap<>();

	/**
	 * Stop before a door.
	 * @param name the name of the work
	 * @return completes when the door is open
	 */
	Mono<Void> stopAt(String name) {
		return this.doors.computeIfAbsent(name, (door) -> Sinks.empty()).asMono();
	}

	/**
	 * Stop before a door, and wait.
	 * @param name the name of the work
	 */
	void waitAt(String name) {
		stopAt(name).block(PATIENCE);
	}

	boolean isReached(String name) {
		return this.doors.containsKey(name);
	}

	void open(String name) {
		Sinks.Empty<Void> door = this.doors.get(name);
		if (door != null) {
			door.emitEmpty(Sinks.EmitFailureHandler.busyLooping(PATIENCE));
		}
	}

}
