package ai.vluna.integration.crash;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever kills the process: what was returned is charged once, with the store in a file.
 */
class FileCrashTests {

	@TempDir
	Path directory;

	@Test
	void chargesExactlyOnceWhatWasReturned() throws Exception {
		Scenario.playSoundly("file", CrashRun.configured(),
				(number) -> this.directory.resolve("store-" + number + ".mv").toString(), this.directory);
	}

}
