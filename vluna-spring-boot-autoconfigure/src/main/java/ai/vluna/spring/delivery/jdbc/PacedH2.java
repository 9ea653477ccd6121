package ai.vluna.spring.delivery.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.Queries;

/**
 * Claims as many rows of H2 as may be sent, leaving alone those that others are about to
 * claim.
 */
final class PacedH2 extends DefaultJdbcCustomization {

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
	public boolean supportsGenericLockAndFetch() {
		return true;
	}

	@Override
	public String createGenericSelectForUpdateQuery(String tableName, int limit, String requiredAndCondition,
			boolean orderByPriority) {
		return Queries.selectForUpdate(tableName, Queries.ansiSqlOrderPart(orderByPriority),
				Queries.ansiSqlLimitPart(this.pace.allow(limit)), requiredAndCondition, null, null,
				" FOR UPDATE SKIP LOCKED");
	}

}
