package ai.vluna.integration.instances.fleet;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Several processes on one PostgreSQL database.
 */
@Testcontainers(disabledWithoutDocker = true)
class SeveralInstancesIT {

	@Container
	static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17-alpine");

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	void chargeEverythingOnce(int instances) throws Exception {
		Fleet.restartOneByOne(instances,
				List.of("--vluna.delivery.store=jdbc", "--vluna.delivery.jdbc.initialize-schema=always",
						"--spring.datasource.url=" + POSTGRES.getJdbcUrl(),
						"--spring.datasource.username=" + POSTGRES.getUsername(),
						"--spring.datasource.password=" + POSTGRES.getPassword()),
				this.directory.resolve("log"));
	}

}
