package ai.vluna.integration.instances.fleet;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process, restarted while it is called.
 */
class SingleInstanceTests {

	@TempDir
	Path directory;

	@Test
	void chargesEverythingOnceWithTheFile() throws Exception {
		Fleet.restartOneByOne(1,
				List.of("--vluna.delivery.store=file",
						"--vluna.delivery.file.path=" + this.directory.resolve("vluna.mv")),
				this.directory.resolve("log"));
	}

	@Test
	void chargesEverythingOnceWithH2() throws Exception {
		Fleet.restartOneByOne(1,
				List.of("--vluna.delivery.store=jdbc",
						"--spring.datasource.url=jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
							.formatted(this.directory.resolve("h2"))),
				this.directory.resolve("log"));
	}

}
