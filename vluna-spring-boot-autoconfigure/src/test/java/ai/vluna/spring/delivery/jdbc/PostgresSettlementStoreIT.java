package ai.vluna.spring.delivery.jdbc;

import java.util.List;
import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.jdbc.core.JdbcTemplate;

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

	@Override
	long sizeOf(JdbcTemplate jdbc) {
		long bytes = 0;
		for (String table : List.of(TABLES.settlements(), TABLES.deadSettlements())) {
			// Autovacuum would do so within a minute.
			jdbc.execute("vacuum " + table);
			bytes += Objects
				.requireNonNull(jdbc.queryForObject("select pg_total_relation_size(?::regclass)", Long.class, table));
		}
		return bytes;
	}

}
