package ai.vluna.spring.delivery.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.db.MVPrimaryIndex;
import org.h2.result.SearchRow;
import org.h2.table.Table;
import org.h2.value.VersionedValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the indexes of tables in H2, and makes them anew where an application starts, as
 * the end of the process before may have broken them. H2 writes map by map what several
 * transactions changed, while they go on. After a kill an index may miss rows of its
 * table, which then can neither be changed nor deleted, or have more than those, which
 * fails whatever meets one. And the table may keep traces of changes whose transaction is
 * not known any more, which the next one that gets its number takes for its own.
 * <p>
 * So traces are ended, rows that were written again as no index had them are there once,
 * and indexes are filled from the table. Nobody can tell whether a trace was committed:
 * it is ended so that its row is there. What was not told to be stored may be charged,
 * but no row is lost. None is moved, and what is interrupted is done at the next start.
 * It is not done to a server of H2, which others may be using.
 */
final class H2Mending {

	/**
	 * The names of the tables that were mended since their database was opened. All
	 * contexts of this process share the database.
	 */
	private static final Map<Database, Set<String>> mended = new WeakHashMap<>();

	private final List<IndexedTable> tables;

	H2Mending(StoreTables tables) {
		this.tables = List.of(
				new IndexedTable(tables.settlements(), "task_name, task_instance",
						List.of(new Index("due", "priority desc, execution_time"),
								new Index("heartbeat", "last_heartbeat"), new Index("age", "ended_at, task_instance"))),
				new IndexedTable(tables.deadSettlements(), "id", List.of(new Index("age", "died_at, id"))),
				new IndexedTable(tables.keys(), "id",
						List.of(new Index("owner", "owner"), new Index("until", "until"))));
	}

	/**
	 * Mend the tables, unless that was done, and make the indexes that are missing.
	 * @param connection connects to the database, in no transaction
	 * @throws SQLException if that is not possible
	 */
	void mend(Connection connection) throws SQLException {
		synchronized (mended) {
			SessionLocal session = localSession(connection);
			try (Statement statement = connection.createStatement()) {
				for (IndexedTable table : this.tables) {
					if (session != null && isUnknown(session, table.name())) {
						endTraces(session, table.name());
						table.renew(statement);
						known(session).add(fullName(session, table.name()));
					}
					else {
						table.complete(statement);
					}
				}
			}
		}
	}

	private static @Nullable SessionLocal localSession(Connection connection) throws SQLException {
		return (connection.isWrapperFor(JdbcConnection.class)
				&& connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal local) ? local : null;
	}

	private static boolean isUnknown(SessionLocal session, String table) {
		return !known(session).contains(fullName(session, table));
	}

	private static Set<String> known(SessionLocal session) {
		return mended.computeIfAbsent(session.getDatabase(), (database) -> new HashSet<>());
	}

	private static String fullName(SessionLocal session, String table) {
		return session.getCurrentSchemaName() + '.' + table.toUpperCase(Locale.ROOT);
	}

	private static void endTraces(SessionLocal session, String name) throws SQLException {
		try {
			session.getDatabase()
				.getSchema(session.getCurrentSchemaName())
				.getAllTablesAndViews(session)
				.stream()
				.filter((table) -> table.getName().equalsIgnoreCase(name))
				.forEach((table) -> endTraces(session, table));
		}
		catch (DbException ex) {
			throw DbException.toSQLException(ex);
		}
	}

	private static void endTraces(SessionLocal session, Table table) {
		// With nobody else in it, what is not committed never will be.
		table.lock(session, Table.EXCLUSIVE_LOCK);
		try {
			endTraces(((MVPrimaryIndex) table.getScanIndex(session)).getMVMap());
			session.getDatabase().getStore().getMvStore().commit();
		}
		finally {
			session.rollback();
		}
	}

	private static void endTraces(MVMap<Long, VersionedValue<SearchRow>> rows) {
		Cursor<Long, VersionedValue<SearchRow>> cursor = rows.cursor(null);
		while (cursor.hasNext()) {
			Long row = cursor.next();
			VersionedValue<SearchRow> found = cursor.getValue();
			if (!found.isCommitted()) {
				SearchRow before = found.getCommittedValue();
				end(rows, row, (before != null) ? before : found.getCurrentValue());
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void end(MVMap<Long, VersionedValue<SearchRow>> rows, Long row, @Nullable SearchRow kept) {
		if (kept == null) {
			rows.remove(row);
		}
		else {
			// To H2, a row is a value with no other version.
			rows.put(row, (VersionedValue<SearchRow>) (VersionedValue<?>) kept);
		}
	}

	/**
	 * A table, and what it is searched by.
	 *
	 * @param name its name
	 * @param id the columns that tell its rows apart
	 * @param indexes its other indexes
	 */
	private record IndexedTable(String name, String id, List<Index> indexes) {

		private static final String ID = "id";

		void renew(Statement statement) throws SQLException {
			drop(statement, ID);
			for (Index index : this.indexes) {
				drop(statement, index.name());
			}
			// With no index left, it is the table that is read. The later row counts.
			statement.execute("delete from %1$s where _rowid_ not in (select max(_rowid_) from %1$s group by %2$s)"
				.formatted(this.name, this.id));
			complete(statement);
		}

		private void drop(Statement statement, String index) throws SQLException {
			statement.execute("drop index if exists %s_%s_idx".formatted(this.name, index));
		}

		void complete(Statement statement) throws SQLException {
			create(statement, "unique index", ID, this.id);
			for (Index index : this.indexes) {
				create(statement, "index", index.name(), index.columns());
			}
		}

		private void create(Statement statement, String kind, String index, String columns) throws SQLException {
			statement.execute("create %1$s if not exists %2$s_%3$s_idx on %2$s (%4$s)".formatted(kind, this.name, index,
					columns));
		}

	}

	private record Index(String name, String columns) {

	}

}
