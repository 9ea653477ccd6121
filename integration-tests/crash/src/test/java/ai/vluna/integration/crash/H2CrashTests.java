package ai.vluna.integration.crash;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever kills the process: what was returned is charged once, with the store in an H2
 * database.
 */
class H2CrashTests {

	@TempDir
	Path directory;

	@Test
	void chargesExactlyOnceWhatWasReturned() throws Exception {
		Scenario.playSoundly("H2", CrashRun.configured(), (number) -> urlOf(this.directory, number), this.directory);
	}

	static String urlOf(Path directory, int number) {
		return "jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE".formatted(directory.resolve("store-" + number));
	}

}
