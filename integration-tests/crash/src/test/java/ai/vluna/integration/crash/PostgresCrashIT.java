package ai.vluna.integration.crash;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Whoever kills the process: what was returned is charged once, with the store in a
 * PostgreSQL database.
 */
@Testcontainers(disabledWithoutDocker = true)
class PostgresCrashIT {

	@Container
	static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17-alpine");

	@TempDir
	Path directory;

	@Test
	void chargesExactlyOnceWhatWasReturned() throws Exception {
		CrashRun run = CrashRun.configured();
		for (int i = 0; i < run.stores(); i++) {
			createSchema("store_" + i);
		}
		Scenario.playSoundly("PostgreSQL", run, (number) -> urlOf("store_" + number), this.directory);
	}

	private static String urlOf(String schema) {
		String url = POSTGRES.getJdbcUrl();
		return "%s%suser=%s&password=%s&currentSchema=%s".formatted(url, url.contains("?") ? "&" : "?",
				POSTGRES.getUsername(), POSTGRES.getPassword(), schema);
	}

	private static void createSchema(String schema) throws SQLException {
		try (Connection connection = DriverManager.getConnection(urlOf(schema));
				Statement statement = connection.createStatement()) {
			statement.execute("create schema " + schema);
		}
	}

}
