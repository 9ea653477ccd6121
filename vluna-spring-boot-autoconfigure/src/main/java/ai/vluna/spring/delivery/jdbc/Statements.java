package ai.vluna.spring.delivery.jdbc;

/**
 * The statements, in words that all databases understand. Made once.
 *
 * @param findKnown find which of some ids are known, pending or dead
 * @param insertPending insert a settlement to send
 * @param insertDead insert a settlement for an operator
 * @param delete delete a claimed settlement
 * @param putBack let go of a claimed settlement
 * @param deleteDead delete a dead settlement
 * @param findDead find a dead settlement
 * @param backlog count
 * @param pagePending list settlements to send
 * @param pageDead list dead settlements
 */
record Statements(String findKnown, String insertPending, String insertDead, String delete, String putBack,
		String deleteDead, String findDead, String backlog, String pagePending, String pageDead) {

	private static final String CLAIMED = "where task_name = '" + SettlementTask.NAME
			+ "' and task_instance = ? and version = ?";

	private static final String PAGE = "offset ? rows fetch next ? rows only";

	Statements(StoreTables tables) {
		this("""
				select s.id from unnest(cast(? as varchar array)) as s(id)
				where exists (select 1 from %s where task_name = '%s' and task_instance = s.id)
				or exists (select 1 from %s where id = s.id)""".formatted(tables.settlements(), SettlementTask.NAME,
				tables.deadSettlements()),
				"insert into %s (task_name, task_instance, task_data, execution_time, picked, version, priority, ended_at) values ('%s', ?, ?, ?, false, 1, ?, ?)"
					.formatted(tables.settlements(), SettlementTask.NAME),
				"insert into %s (id, settlement, died_at) values (?, ?, ?)".formatted(tables.deadSettlements()),
				"delete from %s %s".formatted(tables.settlements(), CLAIMED),
				"update %s set picked = false, picked_by = null, last_heartbeat = null, version = version + 1 %s"
					.formatted(tables.settlements(), CLAIMED),
				"delete from %s where id = ?".formatted(tables.deadSettlements()),
				"select settlement from %s where id = ?".formatted(tables.deadSettlements()),
				"select (select count(*) from %1$s) as pending, (select min(ended_at) from %1$s) as oldest, (select count(*) from %2$s) as dead"
					.formatted(tables.settlements(), tables.deadSettlements()),
				"select task_data, consecutive_failures, execution_time from %s order by ended_at, task_instance %s"
					.formatted(tables.settlements(), PAGE),
				"select settlement from %s order by died_at, id %s".formatted(tables.deadSettlements(), PAGE));
	}

}
