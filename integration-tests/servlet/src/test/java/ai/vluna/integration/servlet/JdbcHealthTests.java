package ai.vluna.integration.servlet;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The health of billing with usage in an H2 database, whose table is away at times.
 */
class JdbcHealthTests extends HealthSuite {

	@TempDir
	static Path directory;

	@Autowired
	private JdbcTemplate jdbc;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry registry) {
		Store.JDBC.properties(directory).forEach((name, value) -> registry.add(name, () -> value));
	}

	@Override
	void breakStore() {
		this.jdbc.execute("alter table vluna_settlement rename to away");
	}

	@Override
	void mendStore() {
		this.jdbc.execute("alter table if exists away rename to vluna_settlement");
	}

}
