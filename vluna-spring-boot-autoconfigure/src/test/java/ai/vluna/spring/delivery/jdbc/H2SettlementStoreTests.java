package ai.vluna.spring.delivery.jdbc;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.io.TempDir;

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

}
