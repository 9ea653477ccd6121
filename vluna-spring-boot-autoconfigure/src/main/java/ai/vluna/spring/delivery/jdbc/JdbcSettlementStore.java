package ai.vluna.spring.delivery.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Keeps settlements in a database that any number of instances share. db-scheduler
 * claims, repeats and takes over from instances that died; what it does not know is who
 * pays, which settlements are dead, and that one may be written twice.
 * <p>
 * What is written survives what the database's own transactions survive. It never takes
 * part in a transaction of the application, whose data source must not be the one given
 * here: a caller that waits for a connection of this store while it holds one of the same
 * pool may wait for ever.
 *
 * @since 0.1.0
 */
public final class JdbcSettlementStore implements SettlementStore {

	/**
	 * When the next settlements are claimed: as soon as fewer than this share of the
	 * threads has work.
	 */
	private static final double LOWER_LIMIT = 0.5;

	/**
	 * How many settlements are claimed for each thread. More is faster and less fair.
	 */
	private static final double UPPER_LIMIT = 3;

	private static final int MISSED_HEARTBEATS = 4;

	private static final int OPERATORS = 2;

	private static final Duration IDLE = Duration.ofSeconds(10);

	/**
	 * By default db-scheduler deletes after two weeks what it does not know, such as the
	 * work of a later version.
	 */
	private static final Duration NEVER = Duration.ofDays(100 * 365);

	private final DataSource dataSource;

	private final StoreDatabase database;

	private final StoreTables tables;

	private final JdbcStoreSettings settings;

	private final String instance;

	private final Clock clock;

	private final SettlementRows rows;

	private final FairTurns turns = new FairTurns();

	/**
	 * For callers, who may be interrupted.
	 */
	private final UninterruptedThreads operators = new UninterruptedThreads(OPERATORS, "vluna-operator-");

	private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

	/**
	 * Create a store.
	 * @param dataSource connections of its own
	 * @param database the kind of database
	 * @param tables the tables
	 * @param settings how to send
	 * @param instance tells this instance apart from others
	 * @param clock tells what is due
	 */
	public JdbcSettlementStore(DataSource dataSource, StoreDatabase database, StoreTables tables,
			JdbcStoreSettings settings, String instance, Clock clock) {
		this.dataSource = dataSource;
		this.database = database;
		this.tables = tables;
		this.settings = settings;
		this.instance = instance;
		this.clock = clock;
		this.rows = new SettlementRows(dataSource, database, tables);
		this.operators.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
		this.operators.allowCoreThreadTimeOut(true);
	}

	@Override
	public void write(Collection<PendingSettlement> pending, Collection<DeadSettlement> dead) {
		this.rows.insert(pending, (settlement) -> this.turns.next(Payer.of(settlement)), dead, this.clock.instant());
		if (!pending.isEmpty()) {
			lookForWork();
		}
	}

	@Override
	public void start(SettlementSender sender) {
		PatientDataSource connections = new PatientDataSource(this.dataSource, this.settings.pollInterval());
		Running starting = new Running(schedulerOf(sender, connections), connections);
		Assert.state(this.running.compareAndSet(null, starting), "The store is started already");
		starting.scheduler().start();
	}

	@Override
	public void stop() {
		Running stopped = this.running.getAndSet(null);
		if (stopped != null) {
			stopped.connections().end();
			stopped.scheduler().stop();
		}
	}

	@Override
	public Backlog backlog() {
		return apart(this.rows::backlog);
	}

	@Override
	public Set<String> endedAmong(Set<String> ids) {
		return apart(() -> this.rows.notPending(ids));
	}

	@Override
	public List<QueuedSettlement> pending(int offset, int limit) {
		return apart(() -> this.rows.pending(offset, limit));
	}

	@Override
	public List<DeadSettlement> dead(int offset, int limit) {
		return apart(() -> this.rows.dead(offset, limit));
	}

	@Override
	public @Nullable DeadSettlement findDead(String id) {
		return apart(() -> this.rows.findDead(id));
	}

	@Override
	public boolean revive(PendingSettlement settlement) {
		int turn = this.turns.next(Payer.of(settlement));
		boolean revived = apart(() -> this.rows.revive(settlement, turn, this.clock.instant()));
		if (revived) {
			lookForWork();
		}
		return revived;
	}

	@Override
	public boolean drop(String id) {
		return apart(() -> this.rows.drop(id));
	}

	// A caller that is interrupted waits for the database as well, and stays interrupted.
	private <T extends @Nullable Object> T apart(Supplier<T> action) {
		try {
			return CompletableFuture.supplyAsync(action, this.operators).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	private void lookForWork() {
		Running started = this.running.get();
		if (started != null) {
			started.scheduler().triggerCheckForDueExecutions();
		}
	}

	private Scheduler schedulerOf(SettlementSender sender, DataSource connections) {
		Pace pace = new Pace(sender);
		SettlementTask task = new SettlementTask(sender, pace, this::lookForWork, this.rows, this.turns, this.settings,
				this.clock);
		UninterruptedThreads senders = new UninterruptedThreads(this.settings.concurrency(), "vluna-sender-");
		UninterruptedThreads claims = new UninterruptedThreads(1, "vluna-claims-");
		Scheduler scheduler = Scheduler.create(connections, task)
			.tableName(this.tables.settlements())
			.jdbcCustomization(this.database.paced(pace))
			.serializer(new SettlementSerializer())
			.schedulerName(new SchedulerName.Fixed(this.instance))
			.clock(this.clock::instant)
			.threads(this.settings.concurrency())
			.executorService(senders)
			.dueExecutor(claims)
			.housekeeperExecutor(new UninterruptedThreads(2, "vluna-heartbeat-"))
			.pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
			.pollingInterval(this.settings.pollInterval())
			.heartbeatInterval(this.settings.heartbeatInterval())
			.missedHeartbeatsLimit(MISSED_HEARTBEATS)
			.deleteUnresolvedAfter(NEVER)
			.enablePriority()
			.enableImmediateExecution()
			// It waits once before and once after it would interrupt.
			.shutdownMaxWait(this.settings.stopTimeout().dividedBy(2))
			.failureLogging(LogLevel.WARN, false)
			.build();
		senders.insteadOfInterrupting(task::waitNoLonger);
		claims.insteadOfInterrupting(scheduler::triggerCheckForDueExecutions);
		return scheduler;
	}

	/**
	 * What sends.
	 *
	 * @param scheduler claims settlements and has them sent
	 * @param connections its connections
	 */
	private record Running(Scheduler scheduler, PatientDataSource connections) {

	}

}
