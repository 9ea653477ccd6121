package ai.vluna.spring.delivery.jdbc;

import java.time.Instant;
import java.util.List;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;

/**
 * Claims as many rows of PostgreSQL as may be sent, in one statement.
 */
final class PacedPostgreSql extends PostgreSqlJdbcCustomization {

	private final Pace pace;

	PacedPostgreSql(Pace pace) {
		super(false, false);
		this.pace = pace;
	}

	@Override
	public List<Execution> lockAndFetchSingleStatement(JdbcTaskRepositoryContext context, Instant now, int limit,
			boolean orderByPriority) {
		int allowed = this.pace.allow(limit);
		return (allowed > 0) ? super.lockAndFetchSingleStatement(context, now, allowed, orderByPriority) : List.of();
	}

}
