package ai.vluna.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.delivery.jdbc.StoreTables;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SettlementSchemaInitializer} on PostgreSQL, with instances that start
 * at the same moment.
 */
@Testcontainers(disabledWithoutDocker = true)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SettlementSchemaInitializerIT {

	@Container
	static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17-alpine");

	private static final int INSTANCES = 8;

	private final List<HikariDataSource> pools = new ArrayList<>();

	private final ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);

	@BeforeEach
	void connect() {
		for (int i = 0; i < INSTANCES; i++) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(POSTGRES.getJdbcUrl());
			pool.setUsername(POSTGRES.getUsername());
			pool.setPassword(POSTGRES.getPassword());
			// The least that a pool of the store may have.
			pool.setMaximumPoolSize(2);
			this.pools.add(pool);
		}
	}

	@AfterEach
	void disconnect() {
		this.pools.forEach(HikariDataSource::close);
		this.threads.shutdownNow();
	}

	@RepeatedTest(5)
	void instancesThatStartTogetherAllFindTheTables(RepetitionInfo repetition) throws Exception {
		StoreTables tables = new StoreTables("start%d_".formatted(repetition.getCurrentRepetition()));
		CyclicBarrier together = new CyclicBarrier(INSTANCES);
		List<Future<?>> starts = new ArrayList<>();
		for (HikariDataSource pool : this.pools) {
			starts.add(this.threads.submit(() -> {
				together.await();
				SettlementConnections connections = SettlementConnections.borrowed(pool);
				new SettlementSchemaInitializer(connections, tables, DatabaseInitializationMode.ALWAYS)
					.initializeDatabase();
				connections.prepare(tables);
				return null;
			}));
		}
		for (Future<?> start : starts) {
			assertThatNoException().isThrownBy(start::get);
		}
	}

}
