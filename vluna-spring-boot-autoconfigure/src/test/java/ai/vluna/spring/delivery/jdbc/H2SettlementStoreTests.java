package ai.vluna.spring.delivery.jdbc;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tests for {@link JdbcSettlementStore} on H2.
 */
class H2SettlementStoreTests extends JdbcStoreSuite {

	@TempDir
	Path directory;

	@Override
	HikariDataSource connect(int size) {
		return TestDatabase.pool(TestDatabase.h2Url(this.directory), "sa", "", size);
	}

	@Override
	long sizeOf(JdbcTemplate jdbc) {
		// By default nothing is overwritten for 45 seconds.
		jdbc.execute("set retention_time 1");
		return this.directory.resolve("store.mv.db").toFile().length();
	}

}
