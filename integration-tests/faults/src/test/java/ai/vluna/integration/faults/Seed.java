package ai.vluna.integration.faults;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Chance that can be repeated. Each question has dice of its own, so that the answer does
 * not depend on what was asked before, and so not on how threads happened to run.
 *
 * @param value what everything follows from
 */
record Seed(long value) {

	/**
	 * Draw a seed.
	 * @return a short one, to be copied by hand
	 */
	static Seed drawn() {
		return new Seed(ThreadLocalRandom.current().nextLong(1_000_000_000));
	}

	/**
	 * Return the dice of a question.
	 * @param question texts and numbers that tell the question from all others
	 * @return dice that always fall the same way
	 */
	RandomGenerator dice(Object... question) {
		return new SplittableRandom(this.value * 0x9E3779B97F4A7C15L + Arrays.hashCode(question));
	}

}
