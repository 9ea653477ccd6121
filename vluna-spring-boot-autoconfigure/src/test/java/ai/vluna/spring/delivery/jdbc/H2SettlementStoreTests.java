package ai.vluna.spring.delivery.jdbc;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;

import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.Settlements;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

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

}
