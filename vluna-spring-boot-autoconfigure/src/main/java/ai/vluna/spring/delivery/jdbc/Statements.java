package ai.vluna.spring.delivery.jdbc;

/**
 * The statements, in words that all databases understand. Made once.
 *
 * @param insertPending insert a settlement to send, unless it is known
 * @param insertDead insert a settlement for an operator, unless it is known
 * @param delete delete a claimed settlement
 * @param putBack let go of a claimed settlement
 * @param deleteDead delete a dead settlement
 * @param findDead find a dead settlement
 * @param backlog count
 * @param pagePending list settlements to send
 * @param pageDead list dead settlements
 */
record Statements(String insertPending, String insertDead, String delete, String putBack, String deleteDead,
		String findDead, String backlog, String pagePending, String pageDead) {

	private static final String NEW = "where not exists (select 1 from %s where task_name = '" + SettlementTask.NAME
			+ "' and task_instance = s.id) and not exists (select 1 from %s where id = s.id)";

	private static final String CLAIMED = "where task_name = '" + SettlementTask.NAME
			+ "' and task_instance = ? and version = ?";

	private static final String PAGE = "offset ? rows fetch next ? rows only";

	Statements(StoreDatabase database, StoreTables tables) {
		this(insertPending(database, tables), insertDead(database, tables),
				"delete from %s %s".formatted(tables.settlements(), CLAIMED),
				"update %s set picked = false, picked_by = null, last_heartbeat = null, version = version + 1 %s"
					.formatted(tables.settlements(), CLAIMED),
				"delete from %s where id = ?".formatted(tables.deadSettlements()),
				"select settlement from %s where id = ?".formatted(tables.deadSettlements()),
				"select (select count(*) from %1$s) as pending, (select min(ended_at) from %1$s) as oldest, (select count(*) from %2$s) as dead"
					.formatted(tables.settlements(), tables.deadSettlements()),
				"select task_instance, task_data, consecutive_failures, execution_time from %s order by ended_at, task_instance %s"
					.formatted(tables.settlements(), PAGE),
				"select id, settlement from %s order by died_at, id %s".formatted(tables.deadSettlements(), PAGE));
	}

	private static String insertPending(StoreDatabase database, StoreTables tables) {
		return """
				insert into %s (task_name, task_instance, task_data, execution_time, picked, version, priority, ended_at)
				select '%s', s.id, s.data, s.due, false, 1, s.priority, s.ended_at from (select cast(? as varchar) as id,
				cast(? as %s) as data, cast(? as timestamp with time zone) as due, cast(? as int) as priority,
				cast(? as timestamp with time zone) as ended_at) s\s"""
			.formatted(tables.settlements(), SettlementTask.NAME, database.binaryType())
				+ NEW.formatted(tables.settlements(), tables.deadSettlements());
	}

	private static String insertDead(StoreDatabase database, StoreTables tables) {
		return """
				insert into %s (id, settlement, died_at) select s.id, s.data, s.died_at from (select cast(? as varchar) as id,
				cast(? as %s) as data, cast(? as timestamp with time zone) as died_at) s\s"""
			.formatted(tables.deadSettlements(), database.binaryType())
				+ NEW.formatted(tables.settlements(), tables.deadSettlements());
	}

}
