package ai.vluna.spring.delivery.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Tests for {@link JdbcSettlementStore} on PostgreSQL.
 */
@Testcontainers(disabledWithoutDocker = true)
class PostgresSettlementStoreIT extends JdbcStoreSuite {

	@Container
	static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17-alpine");

	@BeforeEach
	void clear() {
		try (HikariDataSource pool = connect(1)) {
			TestDatabase.clear(pool);
		}
	}

	@Override
	HikariDataSource connect(int size) {
		return TestDatabase.pool(POSTGRES.getJdbcUrl(), POSTGRES.getUsername(), POSTGRES.getPassword(), size);
	}

}
