package ai.vluna.spring.delivery.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.task.Execution;

/**
 * Claims as many rows of H2 as may be sent. H2 sorts by an index only what it does not
 * lock; of what it locks it reads, sorts and locks all, which takes seconds for a backlog
 * of a hundred thousand. So rows are looked up first, and each is claimed if it still is
 * as it was.
 */
final class PacedH2 extends DefaultJdbcCustomization {

	// Nothing is asked of the name as it is, which would have H2 go by the index of ids.
	static final String FIND_DUE = "select * from %s where picked = ? and execution_time <= ? "
			+ "and trim(task_name) = ? order by priority desc, execution_time fetch first %d rows only";

	private static final String CLAIM = "update %s set picked = true, picked_by = ?, last_heartbeat = ?, "
			+ "version = version + 1 where task_name = ? and task_instance = ? and version = ?";

	private final Pace pace;

	PacedH2(Pace pace) {
		super(false);
		this.pace = pace;
	}

	@Override
	public String getName() {
		return "H2";
	}

	@Override
	public boolean supportsSingleStatementLockAndFetch() {
		return true;
	}

	@Override
	public List<Execution> lockAndFetchSingleStatement(JdbcTaskRepositoryContext context, Instant now, int limit,
			boolean orderByPriority) {
		int allowed = this.pace.allow(limit);
		return (allowed > 0) ? claim(context, now, allowed) : List.of();
	}

	private List<Execution> claim(JdbcTaskRepositoryContext context, Instant now, int limit) {
		String instance = context.schedulerName.getName();
		return context.jdbcRunner.inTransaction((jdbc) -> {
			List<Execution> due = jdbc.query(FIND_DUE.formatted(context.tableName, limit),
					(query) -> setDue(query, now), context.resultSetMapper.get());
			if (due.isEmpty()) {
				return due;
			}
			int[] claimed = jdbc.executeBatch(CLAIM.formatted(context.tableName), due,
					(each, update) -> setClaim(update, each, instance, now));
			return IntStream.range(0, claimed.length)
				.filter((i) -> claimed[i] > 0)
				.mapToObj((i) -> due.get(i).updateToPicked(instance, now))
				.toList();
		});
	}

	private void setDue(PreparedStatement query, Instant now) throws SQLException {
		query.setBoolean(1, false);
		setInstant(query, 2, now);
		query.setString(3, SettlementTask.NAME);
	}

	private void setClaim(PreparedStatement update, Execution each, String instance, Instant now) throws SQLException {
		update.setString(1, instance);
		setInstant(update, 2, now);
		update.setString(3, each.taskInstance.getTaskName());
		update.setString(4, each.taskInstance.getId());
		update.setLong(5, each.version);
	}

}
