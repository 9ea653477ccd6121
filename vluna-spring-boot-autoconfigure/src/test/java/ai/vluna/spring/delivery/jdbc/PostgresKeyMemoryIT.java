package ai.vluna.spring.delivery.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Tests for {@link JdbcKeyMemory} on PostgreSQL.
 */
@Testcontainers(disabledWithoutDocker = true)
class PostgresKeyMemoryIT extends KeyMemorySuite {

	@Container
	static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17-alpine");

	@Override
	HikariDataSource connect(int size) {
		return TestDatabase.pool(POSTGRES.getJdbcUrl(), POSTGRES.getUsername(), POSTGRES.getPassword(), size);
	}

}
