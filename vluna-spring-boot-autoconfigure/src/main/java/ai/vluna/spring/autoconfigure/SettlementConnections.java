package ai.vluna.spring.autoconfigure;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.jdbc.StoreDatabase;
import ai.vluna.spring.delivery.jdbc.StoreTables;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the store. Not a {@code DataSource} itself, so that nothing takes it
 * for the application's.
 */
final class SettlementConnections implements AutoCloseable {

	private final DataSource dataSource;

	private final @Nullable Closeable pool;

	private final StoreDatabase database;

	private SettlementConnections(DataSource dataSource, @Nullable Closeable pool) {
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
	static <T extends DataSource & Closeable> SettlementConnections owned(T pool) {
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

	/**
	 * Make sure that what is acknowledged is kept. To be called before any of the tables
	 * is used.
	 * @param tables the tables in which it is
	 */
	void prepare(StoreTables tables) {
		this.database.check(this.dataSource, tables);
		String url = SettlementPools.urlOf(this.dataSource);
		if (url != null) {
			this.database.checkUrl(url);
		}
		this.database.mend(this.dataSource, tables);
	}

	@Override
	public void close() {
		if (this.pool != null) {
			close(this.pool);
		}
	}

	private static void close(Closeable pool) {
		try {
			pool.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
