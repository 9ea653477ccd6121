package ai.vluna.spring.delivery.jdbc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Databases for tests.
 */
final class TestDatabase {

	private TestDatabase() {
	}

	static String h2Url(Path directory) {
		return "jdbc:h2:file:" + directory.resolve("store") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
	}

	static HikariDataSource pool(String url, String user, String password, int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setUsername(user);
		config.setPassword(password);
		config.setMaximumPoolSize(size);
		return new HikariDataSource(config);
	}

	static void createTables(DataSource dataSource) {
		ResourceDatabasePopulator populator = new ResourceDatabasePopulator(
				new DefaultResourceLoader().getResource(StoreDatabase.of(dataSource).schema()));
		populator.setSqlScriptEncoding(StandardCharsets.UTF_8.name());
		DatabasePopulatorUtils.execute(populator, dataSource);
		StoreDatabase.of(dataSource).mend(dataSource, new StoreTables(StoreTables.DEFAULT_PREFIX));
	}

	static void clear(DataSource dataSource) {
		StoreTables tables = new StoreTables(StoreTables.DEFAULT_PREFIX);
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.update("delete from " + tables.settlements());
		jdbc.update("delete from " + tables.deadSettlements());
		jdbc.update("delete from " + tables.keys());
	}

}
