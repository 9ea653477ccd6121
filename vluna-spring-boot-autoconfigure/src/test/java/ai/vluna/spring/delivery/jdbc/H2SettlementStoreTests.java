package ai.vluna.spring.delivery.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.Settlements;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

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
		// By default H2 overwrites nothing for 45 seconds. With less it takes away what
		// others still read, so this is for when nothing else runs.
		jdbc.execute("set retention_time 0");
		jdbc.execute("checkpoint sync");
		jdbc.execute("set retention_time 45000");
		return this.directory.resolve("store.mv.db").toFile().length();
	}

	@Test
	void claimsReadNoMoreOfABacklogThanTheyTake() {
		SettlementStore store = open();
		for (int group = 0; group < 10; group++) {
			store.write(IntStream.range(group * 200, group * 200 + 200)
				.mapToObj((i) -> Settlements.commit("s" + i))
				.toList(), List.of());
		}
		try (HikariDataSource pool = connect(1)) {
			String claim = PacedH2.FIND_DUE.formatted(new StoreTables(StoreTables.DEFAULT_PREFIX).settlements(), 10);
			String plan = new JdbcTemplate(pool).queryForObject("explain analyze " + claim, String.class, false,
					OffsetDateTime.now().plusDays(1), SettlementTask.NAME);
			assertThat(plan).contains("index sorted").containsPattern("scanCount: 1\\d\\b");
		}
	}

	@Test
	void aWriteThatWaitedTooLongForAnotherTransactionIsTriedAgain() throws SQLException {
		AtomicInteger tries = new AtomicInteger();
		try (HikariDataSource pool = TestDatabase.pool(TestDatabase.h2Url(this.directory) + ";LOCK_TIMEOUT=50", "sa",
				"", 2); Connection other = pool.getConnection()) {
			other.setAutoCommit(false);
			new JdbcTemplate(new SingleConnectionDataSource(other, true)).update("""
					insert into vluna_settlement (task_name, task_instance, task_data, execution_time, picked, version,
					priority, ended_at) values (?, '1', ?, now(), false, 1, 0, now())""", SettlementTask.NAME,
					SettlementFormat.write(Settlements.commit("1")));
			SettlementRows rows = new SettlementRows(new DelegatingDataSource(pool) {

				@Override
				public Connection getConnection() throws SQLException {
					if (tries.incrementAndGet() == 2) {
						other.commit();
					}
					return super.getConnection();
				}

			}, StoreDatabase.H2, TABLES);
			rows.insert(List.of(Settlements.commit("1"), Settlements.commit("2")), (settlement) -> 0, List.of(),
					Instant.EPOCH);
			assertThat(tries).hasValue(2);
			assertThat(rows.backlog().pending()).isEqualTo(2);
		}
	}

}
