package ai.vluna.spring.test.gate.script;

import java.util.concurrent.locks.ReentrantLock;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets requests wait for each other.
 */
final class Meeting {

	private final ReentrantLock lock = new ReentrantLock();

	private final int size;

	private int missing;

	private Sinks.Empty<Void> complete = Sinks.empty();

	Meeting(int size) {
		this.size = size;
		this.missing = size;
	}

	/**
	 * Comes to the meeting.
	 * @return completes when everybody is there, for the next ones to meet anew
	 */
	Mono<Void> arrive() {
		this.lock.lock();
		try {
			Sinks.Empty<Void> mine = this.complete;
			this.missing--;
			if (this.missing == 0) {
				this.missing = this.size;
				this.complete = Sinks.empty();
				mine.tryEmitEmpty();
			}
			return mine.asMono();
		}
		finally {
			this.lock.unlock();
		}
	}

}
