package ai.vluna.spring.delivery.jdbc;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Lets one settlement of a customer's user be sent at a time, since the gate would make
 * the others wait anyway. Two users may share a lane.
 */
final class Lanes {

	private static final int COUNT = 1024;

	private final Lock[] locks = Stream.generate(ReentrantLock::new).limit(COUNT).toArray(Lock[]::new);

	Lock of(Payer payer) {
		return this.locks[Math.floorMod(payer.hashCode(), COUNT)];
	}

}
