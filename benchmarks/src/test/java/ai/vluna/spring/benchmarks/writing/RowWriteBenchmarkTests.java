package ai.vluna.spring.benchmarks.writing;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.benchmarks.database.Database;
import com.zaxxer.hikari.HikariDataSource;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every candidate leaves such a row as the other one.
 */
class RowWriteBenchmarkTests {

	private final RowWriteBenchmark benchmark = new RowWriteBenchmark();

	@Test
	void leavesTheSameRows() throws Exception {
		Map<String, Object> stored = stored();
		Map<String, Object> inserted = inserted();
		assertThat(takeBytes(inserted)).isCloseTo(takeBytes(stored), Percentage.withPercentage(5));
		assertThat(inserted).isEqualTo(stored);
	}

	private Map<String, Object> stored() {
		RowWriteBenchmark.Stored table = new RowWriteBenchmark.Stored();
		try {
			this.benchmark.stored(table);
			return rowOf(table.database);
		}
		finally {
			table.close();
		}
	}

	private Map<String, Object> inserted() throws Exception {
		RowWriteBenchmark.Inserted table = new RowWriteBenchmark.Inserted();
		try {
			this.benchmark.inserted(table);
			return rowOf(table.database);
		}
		finally {
			table.close();
		}
	}

	/**
	 * Take out the size, which differs a little: amounts and times are written with as
	 * many digits as they have.
	 */
	private static long takeBytes(Map<String, Object> row) {
		return ((Number) row.remove("BYTES")).longValue();
	}

	private static Map<String, Object> rowOf(Database database) {
		try (HikariDataSource pool = database.pool(1)) {
			List<Map<String, Object>> rows = new JdbcTemplate(pool).queryForList("""
					select task_name as name, char_length(task_instance) as id, octet_length(task_data) as bytes,
					case when ended_at <= now() then 1 else 0 end as ended from %s"""
				.formatted(Database.TABLES.settlements()));
			assertThat(rows).hasSize(1);
			return rows.get(0);
		}
	}

}
