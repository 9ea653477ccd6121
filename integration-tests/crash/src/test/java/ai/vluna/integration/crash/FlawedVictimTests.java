package ai.vluna.integration.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The crash test would notice if the promises were broken.
 */
class FlawedVictimTests {

	/**
	 * A flaw shows only where a kill meets it.
	 */
	private static final int MAX_ROUNDS = 12;

	private static final int KILLS = 4;

	@TempDir
	Path directory;

	@Test
	void noticesAStoreThatAnswersBeforeItWrites() throws Exception {
		assertNoticed(Flaw.STORE_ANSWERS_BEFORE_IT_WRITES, Tally::lost);
	}

	@Test
	void noticesCallersThatDoNotWait() throws Exception {
		assertNoticed(Flaw.CALLERS_DO_NOT_WAIT, Tally::lost);
	}

	@Test
	void noticesANewKeyForEachAttempt() throws Exception {
		assertNoticed(Flaw.EVERY_ATTEMPT_HAS_A_KEY_OF_ITS_OWN, Tally::doubled);
	}

	private void assertNoticed(Flaw flaw, Function<Tally, Collection<?>> evidence) throws Exception {
		Collection<?> found = List.of();
		for (int round = 1; round <= MAX_ROUNDS && found.isEmpty(); round++) {
			found = evidence.apply(play(flaw, Files.createDirectory(this.directory.resolve("round-" + round))));
		}
		assertThat(found).isNotEmpty();
	}

	private static Tally play(Flaw flaw, Path directory) throws Exception {
		CrashRun run = CrashRun.of(flaw, KILLS);
		return Scenario.play("file, " + flaw, run, Weather.rough(run.seed()),
				(number) -> directory.resolve("store-" + number + ".mv").toString(), directory);
	}

}
