package ai.vluna.spring.autoconfigure;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.jdbc.StoreDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the store. Not a {@code DataSource} itself, so that nothing takes it
 * for the application's.
 */
final class SettlementConnections implements AutoCloseable {

	private final DataSource dataSource;

	private final @Nullable AutoCloseable pool;

	private final StoreDatabase database;

	private SettlementConnections(DataSource dataSource, @Nullable AutoCloseable pool) {
		this.dataSource = dataSource;
		this.pool = pool;
		this.database = StoreDatabase.of(dataSource);
	}

	/**
	 * Use a data source that somebody else closes.
	 * @param dataSource the data source
	 * @return its connections
	 */
	static SettlementConnections borrowed(DataSource dataSource) {
		return new SettlementConnections(dataSource, null);
	}

	/**
	 * Use a pool that is closed with the store.
	 * @param pool the pool
	 * @param <T> its type
	 * @return its connections
	 */
	static <T extends DataSource & AutoCloseable> SettlementConnections owned(T pool) {
		try {
			return new SettlementConnections(pool, pool);
		}
		catch (RuntimeException ex) {
			close(pool);
			throw ex;
		}
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	StoreDatabase database() {
		return this.database;
	}

	@Override
	public void close() {
		if (this.pool != null) {
			close(this.pool);
		}
	}

	private static void close(AutoCloseable pool) {
		try {
			pool.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The connections of the store could not be closed", ex);
		}
	}

}
