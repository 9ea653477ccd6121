package ai.vluna.spring.delivery.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.delivery.store.UnreadableSettlementException;
import com.github.kagkarlsson.scheduler.task.Execution;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes, moves and lists the rows that db-scheduler does not care for. Each method is a
 * transaction of its own, whatever transaction the calling thread is in.
 */
final class SettlementRows {

	private static final Log logger = LogFactory.getLog(SettlementRows.class);

	private static final int MAX_TRIES = 5;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final Statements sql;

	SettlementRows(DataSource dataSource, StoreTables tables) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.sql = new Statements(tables);
	}

	/**
	 * Insert settlements whose ids are not known.
	 * @param pending settlements to send
	 * @param turns tells when it is a settlement's turn
	 * @param dead settlements for an operator
	 * @param now when to send them at the earliest
	 */
	void insert(Collection<PendingSettlement> pending, Function<PendingSettlement, Integer> turns,
			Collection<DeadSettlement> dead, Instant now) {
		Map<String, Object[]> pendingRows = new TreeMap<>();
		pending.forEach((each) -> pendingRows.putIfAbsent(each.id(), row(each, turns.apply(each), now)));
		Map<String, Object[]> deadRows = new TreeMap<>();
		dead.forEach((each) -> deadRows.putIfAbsent(each.settlement().id(), row(each)));
		deadRows.keySet().removeAll(pendingRows.keySet());
		inTransaction(() -> insertUnknown(pendingRows, deadRows));
	}

	private boolean insertUnknown(Map<String, Object[]> pending, Map<String, Object[]> dead) {
		// In one order, so that instances that insert the same ids wait for each other in
		// one direction only. Who comes second fails, and knows them when it tries again.
		Set<String> known = known(Stream.of(pending, dead).flatMap((rows) -> rows.keySet().stream()).toArray());
		pending.keySet().removeAll(known);
		dead.keySet().removeAll(known);
		if (!pending.isEmpty()) {
			this.jdbc.batchUpdate(this.sql.insertPending(), List.copyOf(pending.values()));
		}
		if (!dead.isEmpty()) {
			this.jdbc.batchUpdate(this.sql.insertDead(), List.copyOf(dead.values()));
		}
		return true;
	}

	private Set<String> known(Object[] ids) {
		return new HashSet<>(this.jdbc.query((connection) -> {
			PreparedStatement query = connection.prepareStatement(this.sql.findKnown());
			query.setArray(1, connection.createArrayOf("varchar", ids));
			return query;
		}, (row, number) -> row.getString(1)));
	}

	/**
	 * Move a settlement that is being sent to the dead ones, unless somebody else sends
	 * it meanwhile.
	 * @param execution the row that was claimed
	 * @param dead the settlement
	 */
	void bury(Execution execution, DeadSettlement dead) {
		inTransaction(() -> {
			if (this.jdbc.update(this.sql.delete(), execution.getId(), execution.version) > 0) {
				insertUnknown(new TreeMap<>(), new TreeMap<>(Map.of(dead.settlement().id(), row(dead))));
			}
			return true;
		});
	}

	/**
	 * Let go of a settlement as if it had never been claimed.
	 * @param execution the row that was claimed
	 */
	void putBack(Execution execution) {
		inTransaction(() -> this.jdbc.update(this.sql.putBack(), execution.getId(), execution.version));
	}

	boolean revive(PendingSettlement settlement, int turn, Instant now) {
		return inTransaction(() -> {
			if (this.jdbc.update(this.sql.deleteDead(), settlement.id()) == 0) {
				return false;
			}
			return insertUnknown(new TreeMap<>(Map.of(settlement.id(), row(settlement, turn, now))), new TreeMap<>());
		});
	}

	boolean drop(String id) {
		return inTransaction(() -> this.jdbc.update(this.sql.deleteDead(), id) > 0);
	}

	Backlog backlog() {
		return inTransaction(() -> Objects
			.requireNonNull(this.jdbc.queryForObject(this.sql.backlog(), (row, number) -> backlog(row))));
	}

	List<QueuedSettlement> pending(int offset, int limit) {
		return inTransaction(() -> this.jdbc.query(this.sql.pagePending(), (row, number) -> queued(row), offset, limit))
			.stream()
			.filter(Objects::nonNull)
			.toList();
	}

	List<DeadSettlement> dead(int offset, int limit) {
		return inTransaction(
				() -> this.jdbc.query(this.sql.pageDead(), (row, number) -> row.getBytes("settlement"), offset, limit))
			.stream()
			.map((bytes) -> readable(() -> SettlementFormat.readDead(bytes)))
			.filter(Objects::nonNull)
			.toList();
	}

	@Nullable DeadSettlement findDead(String id) {
		List<byte[]> found = inTransaction(
				() -> this.jdbc.query(this.sql.findDead(), (row, number) -> row.getBytes("settlement"), id));
		return found.isEmpty() ? null : SettlementFormat.readDead(found.get(0));
	}

	private static Backlog backlog(ResultSet row) throws SQLException {
		OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
		return new Backlog(row.getLong("pending"), (oldest != null) ? oldest.toInstant() : null, row.getLong("dead"));
	}

	private static @Nullable QueuedSettlement queued(ResultSet row) throws SQLException {
		byte[] bytes = row.getBytes("task_data");
		PendingSettlement settlement = readable(() -> SettlementFormat.readPending(bytes));
		return (settlement != null) ? new QueuedSettlement(settlement, row.getInt("consecutive_failures"),
				row.getObject("execution_time", OffsetDateTime.class).toInstant()) : null;
	}

	private static <T> @Nullable T readable(Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (UnreadableSettlementException ex) {
			logger.debug("Left out of a list", ex);
			return null;
		}
	}

	private static Object[] row(PendingSettlement settlement, int turn, Instant now) {
		return new Object[] { settlement.id(), SettlementFormat.write(settlement), now.atOffset(ZoneOffset.UTC), -turn,
				Instant.parse(settlement.endedAt()).atOffset(ZoneOffset.UTC) };
	}

	private static Object[] row(DeadSettlement dead) {
		return new Object[] { dead.settlement().id(), SettlementFormat.write(dead),
				Instant.parse(dead.diedAt()).atOffset(ZoneOffset.UTC) };
	}

	/**
	 * Do something in one transaction. Where another one was in the way, such as one that
	 * inserts the same id, it is done again and sees what that one did.
	 * @param action what to do
	 * @param <T> the type of the result
	 * @return the result
	 */
	private <T> T inTransaction(Supplier<T> action) {
		for (int tries = 1;; tries++) {
			try {
				return Objects.requireNonNull(this.transaction.execute((status) -> action.get()));
			}
			catch (DuplicateKeyException | ConcurrencyFailureException | QueryTimeoutException ex) {
				if (tries == MAX_TRIES) {
					throw new StoreUnavailableException("The database is too busy to keep usage", ex);
				}
			}
			catch (DataIntegrityViolationException ex) {
				// One of them is what the table cannot hold, which is not the database's
				// fault.
				throw ex;
			}
			catch (DataAccessException | TransactionException ex) {
				throw new StoreUnavailableException("The database that keeps usage cannot be used: " + ex.getMessage(),
						ex);
			}
		}
	}

}
