package ai.vluna.spring.autoconfigure;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.jdbc.JdbcSettlementStore;
import ai.vluna.spring.delivery.jdbc.JdbcStoreSettings;
import ai.vluna.spring.delivery.jdbc.StoreDatabase;
import ai.vluna.spring.delivery.jdbc.StoreTables;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SettlementPools} on PostgreSQL, when it does not answer.
 */
@Testcontainers(disabledWithoutDocker = true)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SettlementPoolsIT {

	@Container
	static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17-alpine");

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final StoreTables TABLES = new StoreTables(StoreTables.DEFAULT_PREFIX);

	private final FadingNetwork network = new FadingNetwork(POSTGRES.getHost(), POSTGRES.getFirstMappedPort());

	private final HikariDataSource application = new HikariDataSource();

	@BeforeEach
	void connect() {
		this.application
			.setJdbcUrl("jdbc:postgresql://localhost:%d/%s".formatted(this.network.port(), POSTGRES.getDatabaseName()));
		this.application.setUsername(POSTGRES.getUsername());
		this.application.setPassword(POSTGRES.getPassword());
		this.application.setMaximumPoolSize(1);
	}

	@AfterEach
	void disconnect() throws IOException {
		this.network.close();
		this.application.close();
	}

	@Test
	void noConnectionWaitsLongForAnAnswer() throws SQLException {
		try (SettlementConnections own = connections()) {
			assertThat(millisToWait(own.dataSource())).isEqualTo(15_000);
			assertThat(millisToWait(this.application)).isZero();
		}
	}

	private static int millisToWait(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getNetworkTimeout();
		}
	}

	@Test
	void whoWritesGoesOnAfterTheServerVanished() {
		waitNoLongerThanASecond();
		try (SettlementConnections own = connections()) {
			SettlementStore store = store(own);
			write(store, "before");
			this.network.vanish();
			verifyUnavailable(store);
			this.network.comeBack();
			awaitWritten(store, "after");
			assertThat(store.pending(0, 10)).extracting((queued) -> queued.settlement().id())
				.contains("before", "after");
		}
	}

	@Test
	void whoWritesGoesOnAfterAnotherInstanceStandsStillInTheMiddleOfATransaction() throws SQLException {
		waitNoLongerThanASecond();
		try (SettlementConnections own = connections()) {
			SettlementStore store = store(own);
			try (Connection other = this.application.getConnection()) {
				other.setAutoCommit(false);
				new JdbcTemplate(new SingleConnectionDataSource(other, true))
					.execute("lock table %s in access exclusive mode".formatted(TABLES.settlements()));
				verifyUnavailable(store);
				other.rollback();
			}
			awaitWritten(store, "other");
		}
	}

	@Test
	void nothingIsLeftWaitingForALockOnTheServer() throws SQLException {
		this.application.setJdbcUrl(this.application.getJdbcUrl() + "?queryTimeout=1");
		try (SettlementConnections own = connections()) {
			SettlementStore store = store(own);
			try (Connection other = this.application.getConnection()) {
				other.setAutoCommit(false);
				JdbcTemplate inTransaction = new JdbcTemplate(new SingleConnectionDataSource(other, true));
				inTransaction.execute("lock table %s in access exclusive mode".formatted(TABLES.settlements()));
				verifyUnavailable(store);
				assertThat(
						inTransaction.queryForList("select query from pg_stat_activity where wait_event_type = 'Lock'"))
					.isEmpty();
				other.rollback();
			}
			awaitWritten(store, "lost");
		}
	}

	private void waitNoLongerThanASecond() {
		this.application.setJdbcUrl(this.application.getJdbcUrl() + "?socketTimeout=1");
	}

	private SettlementConnections connections() {
		return SettlementPools.beside(this.application, null, 4, SECOND);
	}

	private static SettlementStore store(SettlementConnections connections) {
		new SettlementSchemaInitializer(connections, TABLES, DatabaseInitializationMode.ALWAYS).initializeDatabase();
		return new JdbcSettlementStore(connections.dataSource(), StoreDatabase.POSTGRESQL, TABLES,
				new JdbcStoreSettings(1, new Backoff(SECOND, SECOND), SECOND, SECOND, SECOND, SECOND), "one",
				Clock.systemUTC());
	}

	private static void write(SettlementStore store, String id) {
		store.write(List.of(Settlements.commit(id)), List.of());
	}

	private static void awaitWritten(SettlementStore store, String id) {
		Awaitility.await().ignoreException(StoreUnavailableException.class).until(() -> {
			write(store, id);
			return true;
		});
	}

	private static void verifyUnavailable(SettlementStore store) {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> write(store, "lost"));
	}

}
