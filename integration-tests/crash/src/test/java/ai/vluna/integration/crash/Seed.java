package ai.vluna.integration.crash;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Chance that can be repeated, by every process on its own: each question has dice of its
 * own.
 *
 * @param value what everything follows from
 */
record Seed(long value) {

	/**
	 * Return the dice of a question.
	 * @param question texts and numbers that tell the question from all others
	 * @return dice that always fall the same way
	 */
	RandomGenerator dice(Object... question) {
		return new SplittableRandom(this.value * 0x9E3779B97F4A7C15L + Arrays.hashCode(question));
	}

}
