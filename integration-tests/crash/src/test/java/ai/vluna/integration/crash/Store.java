package ai.vluna.integration.crash;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import ai.vluna.spring.delivery.file.FileSettlementStore;
import ai.vluna.spring.delivery.file.FileStoreSettings;
import ai.vluna.spring.delivery.jdbc.JdbcSettlementStore;
import ai.vluna.spring.delivery.jdbc.JdbcStoreSettings;
import ai.vluna.spring.delivery.jdbc.StoreDatabase;
import ai.vluna.spring.delivery.jdbc.StoreTables;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.SettlementStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * An open store, and how to close it.
 *
 * @param settlements the store
 * @param closing closes what it stands on
 */
record Store(SettlementStore settlements, Runnable closing) implements AutoCloseable {

	/**
	 * The waits between attempts; short, since a life is short.
	 */
	static final Backoff BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofMillis(200));

	private static final int CONCURRENCY = 8;

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Two seconds after its end, others may do what a process had claimed.
	 */
	private static final Duration HEARTBEAT = Duration.ofMillis(500);

	private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);

	private static final String JDBC = "jdbc:";

	/**
	 * Open a store.
	 * @param address the URL of a database, or a file
	 * @param clock tells what is due
	 * @param timer times the waits
	 * @return the store
	 */
	static Store open(String address, Clock clock, Scheduler timer) {
		return address.startsWith(JDBC) ? jdbc(address, clock) : file(Path.of(address), clock, timer);
	}

	private static Store file(Path path, Clock clock, Scheduler timer) {
		FileSettlementStore store = new FileSettlementStore(
				new FileStoreSettings(path, CONCURRENCY, BACKOFF, STOP_TIMEOUT), clock, timer);
		return new Store(store, store::close);
	}

	private static Store jdbc(String url, Clock clock) {
		HikariDataSource pool = pool(url);
		StoreDatabase database = StoreDatabase.of(pool);
		StoreTables tables = new StoreTables(StoreTables.DEFAULT_PREFIX);
		makeTables(pool, database);
		database.mend(pool, tables);
		JdbcStoreSettings settings = new JdbcStoreSettings(CONCURRENCY, BACKOFF, Duration.ofMillis(100), HEARTBEAT,
				SEND_TIMEOUT, STOP_TIMEOUT);
		return new Store(new JdbcSettlementStore(pool, database, tables, settings, UUID.randomUUID().toString(), clock),
				pool::close);
	}

	private static void makeTables(HikariDataSource pool, StoreDatabase database) {
		ResourceDatabasePopulator tables = new ResourceDatabasePopulator(
				new DefaultResourceLoader().getResource(database.schema()));
		tables.setSqlScriptEncoding(StandardCharsets.UTF_8.name());
		DatabasePopulatorUtils.execute(tables, pool);
	}

	private static HikariDataSource pool(String url) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(4);
		config.setMinimumIdle(1);
		return new HikariDataSource(config);
	}

	@Override
	public void close() {
		this.closing.run();
	}

}
