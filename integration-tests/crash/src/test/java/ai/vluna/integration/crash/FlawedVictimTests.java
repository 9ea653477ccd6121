package ai.vluna.integration.crash;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The crash test would notice if the promises were broken.
 */
class FlawedVictimTests {

	private static final int KILLS = 4;

	@TempDir
	Path directory;

	@Test
	void noticesAStoreThatAnswersBeforeItWrites() throws Exception {
		assertThat(play(Flaw.STORE_ANSWERS_BEFORE_IT_WRITES).lost()).isNotEmpty();
	}

	@Test
	void noticesCallersThatDoNotWait() throws Exception {
		assertThat(play(Flaw.CALLERS_DO_NOT_WAIT).lost()).isNotEmpty();
	}

	@Test
	void noticesANewKeyForEachAttempt() throws Exception {
		assertThat(play(Flaw.EVERY_ATTEMPT_HAS_A_KEY_OF_ITS_OWN).doubled()).isNotEmpty();
	}

	private Tally play(Flaw flaw) throws Exception {
		CrashRun run = CrashRun.of(flaw, KILLS);
		return Scenario.play("file, " + flaw, run, Weather.rough(run.seed()),
				(number) -> this.directory.resolve("store-" + number + ".mv").toString(), this.directory);
	}

}
