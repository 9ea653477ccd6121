package ai.vluna.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.jdbc.UnusableStoreException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.ClassUtils;

/**
 * Makes a small pool that connects to the application's database as the application does.
 */
final class SettlementPools {

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			SettlementPools.class.getClassLoader());

	private static final String POSTGRESQL = "jdbc:postgresql:";

	/**
	 * By default the driver of PostgreSQL waits for ever for a server that went away, and
	 * whoever writes or claims through that connection with it. What waits for a lock is
	 * given up earlier, by telling the server, which would go on waiting for it.
	 */
	private static final Map<String, String> LIMITS = new TreeMap<>(
			Map.of("queryTimeout", "10", "socketTimeout", "15", "tcpKeepAlive", "true"));

	private SettlementPools() {
	}

	/**
	 * Make a pool beside another one.
	 * @param application the application's data source
	 * @param details how the application connects, if that is known
	 * @param size the number of connections
	 * @param timeout the longest wait for one
	 * @return connections of their own
	 * @throws UnusableStoreException if it is not known how to connect
	 */
	static SettlementConnections beside(DataSource application, @Nullable JdbcConnectionDetails details, int size,
			Duration timeout) {
		SettlementConnections connections = HIKARI ? Hikari.beside(application, details, size, timeout) : null;
		if (connections == null) {
			throw new UnusableStoreException(
					("Usage is to be kept in the application's database, but how to connect to it besides the pool of "
							+ "type %s is not known.")
						.formatted(application.getClass().getName()),
					"Declare a pool of at least two connections as a @VlunaDataSource bean.");
		}
		return connections;
	}

	/**
	 * Return whether two data sources hand out the same connections.
	 * @param one a data source
	 * @param other another one
	 * @return whether they are the same, or the same pool in wrappers
	 */
	static boolean areSame(DataSource one, DataSource other) {
		return one == other || (HIKARI && Hikari.areSame(one, other));
	}

	/**
	 * Return where a pool connects to.
	 * @param pool the pool
	 * @return the URL, or {@code null} if it is not known
	 */
	static @Nullable String urlOf(DataSource pool) {
		return HIKARI ? Hikari.urlOf(pool) : null;
	}

	/**
	 * Return where to connect to without waiting for ever. What the application says
	 * itself remains.
	 * @param url where the application connects to
	 * @param properties how it does
	 * @return the URL, with limits if the database needs them
	 */
	static String limited(String url, Properties properties) {
		String limited = url;
		if (url.startsWith(POSTGRESQL)) {
			for (Map.Entry<String, String> limit : LIMITS.entrySet()) {
				if (!properties.containsKey(limit.getKey()) && !hasParameter(url, limit.getKey())) {
					limited += ((limited.indexOf('?') < 0) ? "?" : "&") + limit.getKey() + "=" + limit.getValue();
				}
			}
		}
		return limited;
	}

	private static boolean hasParameter(String url, String name) {
		return url.contains("?" + name + "=") || url.contains("&" + name + "=");
	}

	/**
	 * Apart, since HikariCP may be absent.
	 */
	private static final class Hikari {

		/**
		 * The least that HikariCP takes.
		 */
		private static final long MIN_TIMEOUT = 250;

		private static boolean areSame(DataSource one, DataSource other) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(one, HikariDataSource.class);
			return pool != null && pool == DataSourceUnwrapper.unwrap(other, HikariDataSource.class);
		}

		private static @Nullable String urlOf(DataSource dataSource) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariDataSource.class);
			return (pool != null) ? pool.getJdbcUrl() : null;
		}

		private static @Nullable SettlementConnections beside(DataSource application,
				@Nullable JdbcConnectionDetails details, int size, Duration timeout) {
			HikariConfig config = new HikariConfig();
			HikariDataSource pool = DataSourceUnwrapper.unwrap(application, HikariDataSource.class);
			if (pool != null) {
				pool.copyStateTo(config);
			}
			else if (details != null) {
				config.setJdbcUrl(details.getJdbcUrl());
				config.setUsername(details.getUsername());
				config.setPassword(details.getPassword());
			}
			else {
				return null;
			}
			String url = config.getJdbcUrl();
			if (url != null) {
				// Not its properties, which are the application's.
				config.setJdbcUrl(limited(url, config.getDataSourceProperties()));
			}
			config.setPoolName("vluna");
			config.setMaximumPoolSize(size);
			config.setMinimumIdle(1);
			config.setConnectionTimeout(Math.max(MIN_TIMEOUT, timeout.toMillis()));
			config.setValidationTimeout(Math.min(config.getValidationTimeout(), config.getConnectionTimeout()));
			config.setAutoCommit(true);
			config.setReadOnly(false);
			config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
			config.setRegisterMbeans(false);
			return SettlementConnections.owned(new HikariDataSource(config));
		}

	}

}
