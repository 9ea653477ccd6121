package ai.vluna.spring.benchmarks.writing;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.benchmarks.database.Database;
import com.zaxxer.hikari.HikariDataSource;
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
		assertThat(inserted()).isEqualTo(stored()).contains(Map.entry("BYTES", 1L));
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
	 * What both rows must have in common: identities are random, and so are the lengths
	 * of their names, a little.
	 */
	private static Map<String, Object> rowOf(Database database) {
		try (HikariDataSource pool = database.pool(1)) {
			List<Map<String, Object>> rows = new JdbcTemplate(pool).queryForList("""
					select task_name as name, char_length(task_instance) as id, octet_length(task_data) / 600 as bytes,
					case when ended_at <= now() then 1 else 0 end as ended from %s"""
				.formatted(Database.TABLES.settlements()));
			assertThat(rows).hasSize(1);
			return rows.get(0);
		}
	}

}
