package ai.vluna.spring.delivery.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.delivery.store.UnreadableSettlementException;
import ai.vluna.spring.delivery.store.UnreadableSettlements;
import com.github.kagkarlsson.scheduler.task.Execution;
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
import org.springframework.util.Assert;

/**
 * Writes, moves and lists the rows that db-scheduler does not care for. Each method is a
 * transaction of its own, whatever transaction the calling thread is in.
 */
final class SettlementRows {

	/**
	 * H2 takes no more than 1 MiB, and what becomes of a settlement may be larger: dead
	 * it has a detail, booked instead of committed it has a time. A row that is too large
	 * for that would be sent for ever.
	 */
	static final int MAX_BYTES = (1 << 20) - (1 << 15);

	private static final int MAX_TRIES = 5;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final Statements sql;

	private final UnreadableSettlements unreadable = new UnreadableSettlements();

	SettlementRows(DataSource dataSource, StoreDatabase database, StoreTables tables) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.sql = new Statements(tables, database);
	}

	/**
	 * Insert settlements whose ids are not known.
	 * @param pending settlements to send
	 * @param turns tells when it is a settlement's turn
	 * @param dead settlements for an operator
	 * @param now when to send them at the earliest
	 */
	void insert(Collection<PendingSettlement> pending, ToIntFunction<PendingSettlement> turns,
			Collection<DeadSettlement> dead, Instant now) {
		List<PendingRow> pendingRows = distinct(pending.stream().map((each) -> row(each, turns.applyAsInt(each))),
				PendingRow::id);
		List<DeadRow> deadRows = distinct(dead.stream().map(SettlementRows::row), DeadRow::id);
		inTransaction(() -> {
			if (!pendingRows.isEmpty()) {
				insertPending(pendingRows, now);
			}
			if (!deadRows.isEmpty()) {
				insertDead(deadRows);
			}
			return true;
		});
	}

	private static <T> List<T> distinct(Stream<T> rows, Function<T, String> id) {
		return List.copyOf(rows.collect(Collectors.toMap(id, Function.identity(), (first, second) -> first)).values());
	}

	private void insertPending(List<PendingRow> rows, Instant now) {
		this.jdbc.update(this.sql.insertPending(), (statement) -> {
			Connection connection = statement.getConnection();
			statement.setObject(1, now.atOffset(ZoneOffset.UTC));
			statement.setArray(2, varchars(connection, rows, PendingRow::id));
			statement.setArray(3, bytes(connection, rows, PendingRow::data));
			statement.setArray(4, connection.createArrayOf("integer",
					rows.stream().map(PendingRow::priority).toArray(Integer[]::new)));
			statement.setArray(5, varchars(connection, rows, PendingRow::endedAt));
		});
	}

	private void insertDead(List<DeadRow> rows) {
		this.jdbc.update(this.sql.insertDead(), (statement) -> {
			Connection connection = statement.getConnection();
			statement.setArray(1, varchars(connection, rows, DeadRow::id));
			statement.setArray(2, bytes(connection, rows, DeadRow::data));
			statement.setArray(3, varchars(connection, rows, DeadRow::diedAt));
		});
	}

	private static <T> Array varchars(Connection connection, Collection<T> rows, Function<T, String> column)
			throws SQLException {
		return connection.createArrayOf("varchar", rows.stream().map(column).toArray(String[]::new));
	}

	private static <T> Array bytes(Connection connection, List<T> rows, Function<T, byte[]> column)
			throws SQLException {
		return connection.createArrayOf("bytea", rows.stream().map(column).toArray(byte[][]::new));
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
				insertDead(List.of(row(dead)));
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
			insertPending(List.of(row(settlement, turn)), now);
			return true;
		});
	}

	boolean drop(String id) {
		return inTransaction(() -> this.jdbc.update(this.sql.deleteDead(), id) > 0);
	}

	Backlog backlog() {
		return inTransaction(() -> Objects
			.requireNonNull(this.jdbc.queryForObject(this.sql.backlog(), (row, number) -> backlog(row))));
	}

	Set<String> notPending(Set<String> ids) {
		List<String> found = inTransaction(() -> this.jdbc.query(this.sql.findNotPending(),
				(statement) -> statement.setArray(1, varchars(statement.getConnection(), ids, Function.identity())),
				(row, number) -> row.getString(1)));
		return new HashSet<>(found);
	}

	List<QueuedSettlement> pending(int offset, int limit) {
		return inTransaction(() -> this.jdbc.query(this.sql.pagePending(), (row, number) -> queued(row), offset, limit))
			.stream()
			.filter(Objects::nonNull)
			.toList();
	}

	List<DeadSettlement> dead(int offset, int limit) {
		return inTransaction(() -> this.jdbc.query(this.sql.pageDead(), (row, number) -> buried(row), offset, limit))
			.stream()
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

	private @Nullable QueuedSettlement queued(ResultSet row) throws SQLException {
		byte[] bytes = row.getBytes("task_data");
		PendingSettlement settlement = readable(row.getString("task_instance"),
				() -> SettlementFormat.readPending(bytes));
		return (settlement != null) ? new QueuedSettlement(settlement, row.getInt("consecutive_failures"),
				row.getObject("execution_time", OffsetDateTime.class).toInstant()) : null;
	}

	private @Nullable DeadSettlement buried(ResultSet row) throws SQLException {
		byte[] bytes = row.getBytes("settlement");
		return readable(row.getString("id"), () -> SettlementFormat.readDead(bytes));
	}

	/**
	 * Read a settlement, or tell that it cannot be read.
	 * @param id its id
	 * @param reading reads it
	 * @param <T> its type
	 * @return the settlement, or {@code null} if this version cannot read it
	 */
	<T> @Nullable T readable(String id, Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (UnreadableSettlementException ex) {
			this.unreadable.tell(id, ex);
			return null;
		}
	}

	private static PendingRow row(PendingSettlement settlement, int turn) {
		byte[] bytes = SettlementFormat.write(settlement);
		Assert.isTrue(bytes.length <= MAX_BYTES,
				() -> "%s is too large to be stored: %d bytes".formatted(settlement, bytes.length));
		return new PendingRow(settlement.id(), bytes, -turn, settlement.endedAt());
	}

	private static DeadRow row(DeadSettlement dead) {
		return new DeadRow(dead.settlement().id(), SettlementFormat.write(dead), dead.diedAt());
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

	private record PendingRow(String id, byte[] data, int priority, String endedAt) {

	}

	private record DeadRow(String id, byte[] data, String diedAt) {

	}

}
