package ai.vluna.spring.delivery.jdbc;

import java.time.Clock;
import java.time.Duration;

import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.SettlementStoreSuite;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link JdbcSettlementStore} promises besides, on each database.
 */
abstract class JdbcStoreSuite extends SettlementStoreSuite {

	static final JdbcStoreSettings SETTINGS = new JdbcStoreSettings(CONCURRENCY, new Backoff(MIN_BACKOFF, MAX_BACKOFF),
			Duration.ofMillis(20), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(5));

	private @Nullable HikariDataSource pool;

	abstract HikariDataSource connect(int size);

	@Override
	protected SettlementStore open() {
		this.pool = connect(4);
		TestDatabase.createTables(this.pool);
		StoreDatabase.of(this.pool).check(this.pool, new StoreTables(StoreTables.DEFAULT_PREFIX));
		return store("one");
	}

	@Override
	protected void close(SettlementStore store) {
		pool().close();
	}

	HikariDataSource pool() {
		if (this.pool == null) {
			throw new IllegalStateException("not open");
		}
		return this.pool;
	}

	JdbcSettlementStore store(String instance) {
		return new JdbcSettlementStore(pool(), StoreDatabase.of(pool()), new StoreTables(StoreTables.DEFAULT_PREFIX),
				SETTINGS, instance, Clock.systemUTC());
	}

}
