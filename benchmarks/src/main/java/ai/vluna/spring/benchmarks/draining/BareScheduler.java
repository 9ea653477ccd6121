package ai.vluna.spring.benchmarks.draining;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

import ai.vluna.spring.benchmarks.database.Database;
import ai.vluna.spring.delivery.jdbc.StoreDatabase;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.Queries;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A db-scheduler that claims the same rows with the same settings, and does nothing with
 * them.
 */
final class BareScheduler implements Instance {

	private final HikariDataSource pool;

	private final JdbcCustomization customization;

	private @Nullable Scheduler scheduler;

	BareScheduler(Database database) {
		this.pool = database.pool(CONNECTIONS);
		this.customization = (StoreDatabase.of(this.pool) == StoreDatabase.POSTGRESQL)
				? new PostgreSqlJdbcCustomization(false, false) : new LockingH2();
	}

	@Override
	public void start(Consumer<@Nullable String> applied) {
		Scheduler started = Scheduler
			.create(this.pool,
					Tasks.oneTime("settlement").execute((instance, context) -> applied.accept(instance.getId())))
			.jdbcCustomization(this.customization)
			.tableName(Database.TABLES.settlements())
			.schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
			.threads(THREADS)
			.pollUsingLockAndFetch(0.5, 3)
			.pollingInterval(Duration.ofSeconds(1))
			.heartbeatInterval(Duration.ofSeconds(30))
			.enablePriority()
			.build();
		this.scheduler = started;
		started.start();
	}

	@Override
	public void stop() {
		if (this.scheduler != null) {
			this.scheduler.stop();
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

	/**
	 * What db-scheduler does by itself with all databases but H2.
	 */
	private static final class LockingH2 extends DefaultJdbcCustomization {

		LockingH2() {
			super(false);
		}

		@Override
		public boolean supportsGenericLockAndFetch() {
			return true;
		}

		@Override
		public String createGenericSelectForUpdateQuery(String tableName, int limit, String requiredAndCondition,
				boolean orderByPriority) {
			return Queries.selectForUpdate(tableName, Queries.ansiSqlOrderPart(orderByPriority),
					Queries.ansiSqlLimitPart(limit), requiredAndCondition, null, null, " FOR UPDATE SKIP LOCKED");
		}

	}

}
