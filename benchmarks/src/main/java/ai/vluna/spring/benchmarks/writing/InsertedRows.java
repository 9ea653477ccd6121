package ai.vluna.spring.benchmarks.writing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import ai.vluna.spring.benchmarks.database.Database;
import com.zaxxer.hikari.HikariDataSource;

/**
 * A table that rows are inserted into, in one batch and one transaction. They are the
 * same rows in the same table, and nobody asks whether their ids are known.
 */
final class InsertedRows implements GroupCommit.Destination<InsertedRows.Row> {

	private static final String INSERT = """
			insert into %s (task_name, task_instance, task_data, execution_time, picked, version, priority, ended_at)
			values ('settlement', ?, ?, ?, false, 1, ?, ?)""".formatted(Database.TABLES.settlements());

	private final HikariDataSource pool;

	InsertedRows(Database database) {
		this.pool = database.pool(1);
	}

	@Override
	public void write(List<Row> group) throws SQLException {
		OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
		try (Connection connection = this.pool.getConnection()) {
			connection.setAutoCommit(false);
			try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
				for (Row row : group) {
					insert.setString(1, row.id());
					insert.setBytes(2, row.data());
					insert.setObject(3, now);
					insert.setInt(4, row.priority());
					insert.setObject(5, now);
					insert.addBatch();
				}
				insert.executeBatch();
				connection.commit();
			}
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

	/**
	 * What varies from row to row.
	 *
	 * @param id the id
	 * @param data the settlement
	 * @param priority its turn
	 */
	record Row(String id, byte[] data, int priority) {

	}

}
