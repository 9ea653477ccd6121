package ai.vluna.spring.delivery.jdbc;

/**
 * The statements. Made once.
 *
 * @param insertPending insert settlements to send whose ids are not known
 * @param insertDead insert settlements for an operator whose ids are not known
 * @param findNotPending find which of some ids are not pending
 * @param delete delete a claimed settlement
 * @param putBack let go of a claimed settlement
 * @param deleteDead delete a dead settlement
 * @param findDead find a dead settlement
 * @param backlog count
 * @param pagePending list settlements to send
 * @param pageDead list dead settlements
 */
record Statements(String insertPending, String insertDead, String findNotPending, String delete, String putBack,
		String deleteDead, String findDead, String backlog, String pagePending, String pageDead) {

	private static final String CLAIMED = "where task_name = '" + SettlementTask.NAME
			+ "' and task_instance = ? and version = ?";

	private static final String PAGE = "offset ? rows fetch next ? rows only";

	// Arrays, so that a group is one statement: it travels and is carried out once. In
	// one order, so that instances that insert the same ids wait for each other in one
	// direction only.
	private static final String INSERT_PENDING = """
			insert into %s
			(task_name, task_instance, task_data, execution_time, picked, version, priority, ended_at)
			select '%s', s.id, s.data, cast(? as timestamp with time zone), false, 1, s.priority,
			cast(s.ended as timestamp with time zone)
			from unnest(cast(? as varchar array), cast(? as bytea array), cast(? as int array),
			cast(? as varchar array)) as s(id, data, priority, ended)
			where not exists (select 1 from %s where id = s.id) %s""";

	private static final String INSERT_DEAD = """
			insert into %s (id, settlement, died_at)
			select s.id, s.data, cast(s.died as timestamp with time zone)
			from unnest(cast(? as varchar array), cast(? as bytea array), cast(? as varchar array))
			as s(id, data, died)
			where not exists (select 1 from %s where %s) %s""";

	private static final String FIND_NOT_PENDING = """
			select s.id from unnest(cast(? as varchar array)) as s(id)
			where not exists (select 1 from %s where %s)""";

	private static final String PENDING = "task_name = '" + SettlementTask.NAME + "' and task_instance = s.id";

	Statements(StoreTables tables, StoreDatabase database) {
		this(INSERT_PENDING.formatted(tables.settlements(), SettlementTask.NAME, tables.deadSettlements(),
				database.passOverKnown(tables.settlements(), PENDING)),
				INSERT_DEAD.formatted(tables.deadSettlements(), tables.settlements(), PENDING,
						database.passOverKnown(tables.deadSettlements(), "id = s.id")),
				FIND_NOT_PENDING.formatted(tables.settlements(), PENDING),
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

}
