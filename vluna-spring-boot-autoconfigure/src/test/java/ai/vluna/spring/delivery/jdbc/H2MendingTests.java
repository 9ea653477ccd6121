package ai.vluna.spring.delivery.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.FakeSender;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.Settlements;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.db.MVIndex;
import org.h2.table.Table;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link H2Mending}, on databases that are broken as killed processes leave
 * them.
 */
class H2MendingTests {

	private static final StoreTables TABLES = JdbcStoreSuite.TABLES;

	private static final List<String> ALL = List.of(TABLES.settlements(), TABLES.deadSettlements(), TABLES.keys());

	private static final String INSERT_KEY = "insert into vluna_caller_key (id, fingerprint, base, state, owner, until) "
			+ "values ('%s', 'print', '%s', 'DONE', 'one', now())";

	private static final String INSERT_TRACE = "insert into vluna_settlement select task_name, 'trace', task_data, "
			+ "execution_time, picked, picked_by, last_success, last_failure, consecutive_failures, last_heartbeat, "
			+ "version, priority, ended_at from vluna_settlement where task_instance = 's1'";

	@TempDir
	Path directory;

	private HikariDataSource pool;

	private JdbcTemplate jdbc;

	private SettlementStore store;

	@BeforeEach
	void open() {
		open(TestDatabase.h2Url(this.directory));
		TestDatabase.createTables(this.pool);
		this.store.write(List.of(Settlements.commit("s1"), Settlements.commit("s2"), Settlements.commit("s3")),
				List.of(Settlements.dead(Settlements.commit("d1")), Settlements.dead(Settlements.commit("d2"))));
		this.jdbc.update(INSERT_KEY.formatted("key", "base"));
		this.jdbc.update(INSERT_KEY.formatted("other", "base"));
	}

	private void open(String url) {
		this.pool = TestDatabase.pool(url, "sa", "", 4);
		this.jdbc = new JdbcTemplate(this.pool);
		JdbcStoreSettings settings = new JdbcStoreSettings(2, new Backoff(Duration.ofMillis(1), Duration.ofMillis(10)),
				Duration.ofMillis(20), Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(2));
		this.store = new JdbcSettlementStore(this.pool, StoreDatabase.H2, TABLES, settings, "one", Clock.systemUTC());
	}

	private void reopen() {
		close();
		open(TestDatabase.h2Url(this.directory));
	}

	@AfterEach
	void close() {
		this.store.stop();
		this.pool.close();
	}

	@Test
	void whatNoIndexHasIsSent() {
		ALL.forEach(this::loseTheFirst);
		reopen();
		assertThat(this.store.findDead("d1")).isNull();
		mend();
		assertThat(this.store.findDead("d1")).isNotNull();
		assertThat(bases()).containsExactly("base");
		assertSends("s1", "s2", "s3");
	}

	@Test
	void whatNoIndexHasIsKeptHoweverMuchItIs() {
		for (int group = 0; group < 10; group++) {
			this.store.write(IntStream.range(group * 500, group * 500 + 500)
				.mapToObj((i) -> Settlements.commit("m" + i))
				.toList(), List.of());
		}
		for (int i = 0; i < 5000; i++) {
			loseTheFirst(TABLES.settlements());
		}
		reopen();
		mend();
		assertThat(this.store.backlog().pending()).isEqualTo(5003);
		assertThat(this.store.pending(0, 6000)).hasSize(5003);
		assertThat(this.store.endedAmong(Set.of("m0", "m2500", "m4999", "s1"))).isEmpty();
	}

	@Test
	void whatWasWrittenAgainAsNoIndexHadItIsThereOnce() {
		ALL.forEach(this::loseTheFirst);
		this.store.write(List.of(Settlements.commit("s1"), Settlements.commit("s2")),
				List.of(Settlements.dead(Settlements.commit("d1"))));
		this.jdbc.update(INSERT_KEY.formatted("key", "later"));
		assertThat(this.store.backlog().pending()).isEqualTo(4);
		reopen();
		mend();
		assertThat(this.store.backlog().pending()).isEqualTo(3);
		assertThat(this.store.backlog().dead()).isEqualTo(2);
		assertThat(bases()).containsExactly("later");
	}

	@Test
	void whatIsMendedIsCommittedWhateverThePoolDoes() {
		ALL.forEach(this::loseTheFirst);
		this.store.write(List.of(Settlements.commit("s1")), List.of());
		reopen();
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(TestDatabase.h2Url(this.directory));
		config.setUsername("sa");
		config.setAutoCommit(false);
		try (HikariDataSource careful = new HikariDataSource(config)) {
			StoreDatabase.H2.mend(careful, TABLES);
		}
		reopen();
		assertThat(this.store.pending(0, 10)).hasSize(3);
		assertThat(this.store.findDead("d1")).isNotNull();
	}

	@Test
	void whatOnlyIndexesHaveFailsNoSearch() throws SQLException {
		try (Connection connection = this.pool.getConnection()) {
			table(connection, TABLES.settlements()).getScanIndex(session(connection)).truncate(session(connection));
		}
		reopen();
		String search = "select task_data from vluna_settlement where priority <= 0 order by priority desc";
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.jdbc.queryForList(search));
		mend();
		assertThat(this.jdbc.queryForList(search)).isEmpty();
		this.store.write(List.of(Settlements.commit("s1")), List.of());
		assertThat(this.store.backlog().pending()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "delete from vluna_settlement where task_instance = 's1'",
			"update vluna_settlement set version = 7 where task_instance = 's1'", "delete from vluna_dead_settlement",
			"delete from vluna_caller_key",
			INSERT_TRACE + "; delete from vluna_settlement where task_instance = 'trace'" })
	void tracesOfChangesAreTakenBack(String change) throws SQLException {
		leaveTrace(change);
		mend();
		assertThat(this.store.backlog().pending()).isEqualTo(3);
		assertThat(this.store.pending(0, 10)).hasSize(3);
		assertThat(this.jdbc.queryForList("select distinct version from vluna_settlement", Integer.class))
			.containsExactly(1);
		assertThat(this.store.backlog().dead()).isEqualTo(2);
		assertThat(this.store.dead(0, 10)).hasSize(2);
		assertThat(bases()).containsExactly("base");
		assertSends("s1", "s2", "s3");
	}

	@Test
	void tracesOfWhatWasPerhapsStoredAreKept() throws SQLException {
		leaveTrace(INSERT_TRACE);
		mend();
		assertThat(this.store.backlog().pending()).isEqualTo(4);
		assertSends("s1", "s1", "s2", "s3");
	}

	private void assertSends(String... ids) {
		FakeSender sender = new FakeSender();
		this.store.start(sender);
		await().until(() -> this.store.backlog().pending() == 0);
		assertThat(sender.sentIds()).containsExactlyInAnyOrder(ids);
	}

	private void leaveTrace(String change) throws SQLException {
		Connection connection = this.pool.getConnection();
		connection.setAutoCommit(false);
		connection.prepareStatement(change).execute();
		forgetWhatIsNotCommitted(connection);
		this.jdbc.execute("shutdown immediately");
		reopen();
	}

	@Test
	void whatIsBeingChangedIsNoTrace() throws SQLException {
		reopen();
		try (Connection other = this.pool.getConnection()) {
			other.setAutoCommit(false);
			other.prepareStatement(INSERT_TRACE).execute();
			assertThatExceptionOfType(UnusableStoreException.class).isThrownBy(this::mend)
				.withMessageContaining("lock");
			other.commit();
		}
		mend();
		assertThat(this.store.pending(0, 10)).hasSize(4);
	}

	@Test
	void whereverItIsInterruptedTheNextStartContinues() throws Exception {
		this.pool.close();
		Path whole = this.directory.resolve("store.mv.db");
		int statements = 0;
		boolean interrupted = true;
		while (interrupted) {
			Path copy = Files.createDirectory(this.directory.resolve("interrupted-" + statements));
			Files.copy(whole, copy.resolve(whole.getFileName()));
			open(TestDatabase.h2Url(copy));
			interrupted = !mendOnly(statements);
			this.jdbc.execute("shutdown immediately");
			close();
			open(TestDatabase.h2Url(copy));
			mend();
			assertThat(this.store.pending(0, 10)).as("after %d statements", statements).hasSize(3);
			assertThat(this.store.findDead("d1")).as("after %d statements", statements).isNotNull();
			assertThat(bases()).as("after %d statements", statements).containsExactly("base");
			assertThat(indexes()).as("after %d statements", statements).hasSize(9);
			close();
			statements++;
		}
		assertThat(statements).isGreaterThan(20);
	}

	private boolean mendOnly(int statements) throws SQLException {
		AtomicInteger left = new AtomicInteger(statements);
		try (Connection connection = this.pool.getConnection()) {
			Statement real = connection.createStatement();
			Statement interrupted = proxy(Statement.class, real, (method) -> {
				if (method.equals("execute") && left.getAndDecrement() == 0) {
					throw new UncheckedIOException(new IOException("interrupted"));
				}
				return null;
			});
			new H2Mending(TABLES).mend(proxy(Connection.class, connection,
					(method) -> method.equals("createStatement") ? interrupted : null));
			return true;
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	private static <T> T proxy(Class<T> type, T target, Function<String, @Nullable Object> instead) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				Object answer = instead.apply(method.getName());
				return (answer != null) ? answer : method.invoke(target, arguments);
			}));
	}

	@Test
	void whatASecondContextMendsMeanwhileIsLeftAlone() throws Exception {
		FakeSender sender = new FakeSender();
		this.store.start(sender);
		AtomicBoolean ended = new AtomicBoolean();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<Set<String>> written = executor.submit(() -> writeUntil(ended));
			for (int i = 0; i < 20; i++) {
				mend();
			}
			ended.set(true);
			Set<String> ids = written.get(1, TimeUnit.MINUTES);
			await().untilAsserted(() -> assertThat(sender.sentIds()).containsAll(ids));
		}
		finally {
			executor.shutdownNow();
		}
	}

	private Set<String> writeUntil(AtomicBoolean ended) {
		Set<String> written = new HashSet<>();
		for (int group = 0; written.isEmpty() || !ended.get(); group++) {
			List<PendingSettlement> settlements = IntStream.range(group * 3, group * 3 + 3)
				.mapToObj((i) -> Settlements.commit("w" + i))
				.toList();
			this.store.write(settlements, List.of());
			settlements.forEach((settlement) -> written.add(settlement.id()));
		}
		return written;
	}

	@Test
	void aServerIsGivenOnlyWhatIsMissing() throws SQLException {
		this.jdbc.execute("drop index vluna_caller_key_until_idx");
		loseTheFirst(TABLES.deadSettlements());
		this.pool.close();
		Server server = Server.createTcpServer("-tcpPort", "0", "-baseDir", this.directory.toString()).start();
		try {
			open("jdbc:h2:tcp://localhost:%d/./store;WRITE_DELAY=0".formatted(server.getPort()));
			mend();
			assertThat(indexes()).hasSize(9);
			assertThat(this.store.findDead("d1")).isNull();
		}
		finally {
			this.pool.close();
			server.stop();
		}
	}

	@Test
	void whoMayNotMakeIndexesIsTold() {
		this.jdbc.execute("create user guest password ''");
		this.jdbc.execute("grant select, insert, update, delete on schema public to guest");
		reopen();
		String url = "jdbc:h2:file:" + this.directory.resolve("store");
		try (HikariDataSource guests = TestDatabase.pool(url, "guest", "", 1)) {
			assertThatExceptionOfType(UnusableStoreException.class)
				.isThrownBy(() -> StoreDatabase.H2.mend(guests, TABLES))
				.withMessageContaining("Not enough rights")
				.withMessageContaining("own their schema");
		}
	}

	private void mend() {
		StoreDatabase.H2.mend(this.pool, TABLES);
	}

	private List<String> bases() {
		return this.jdbc.queryForList("select base from vluna_caller_key where id = 'key'", String.class);
	}

	private List<String> indexes() {
		return this.jdbc.queryForList("select index_name from information_schema.indexes "
				+ "where table_schema = 'PUBLIC' and index_name like 'VLUNA%IDX'", String.class);
	}

	/**
	 * Have each index of a table miss the row that it begins with. One that has none at
	 * all is made anew by H2 itself.
	 * @param table the name of the table
	 */
	private void loseTheFirst(String table) {
		this.jdbc.execute((Connection connection) -> {
			Table found = table(connection, table);
			found.getIndexes()
				.stream()
				.filter(MVIndex.class::isInstance)
				.filter((index) -> index != found.getScanIndex(session(connection)))
				.forEach((index) -> loseTheFirst(((MVIndex<?, ?>) index).getMVMap()));
			return table;
		});
	}

	private static <K> void loseTheFirst(MVMap<K, ?> index) {
		index.remove(index.firstKey());
	}

	/**
	 * Store what open transactions changed, and not how to take it back: what a kill
	 * leaves, when it comes between the storing of both.
	 * @param connection connects to the database
	 */
	private static void forgetWhatIsNotCommitted(Connection connection) {
		MVStore maps = session(connection).getDatabase().getStore().getMvStore();
		int highest = maps.getMapNames().size() * 10;
		for (int id = 1; id < highest; id++) {
			MVMap<?, ?> map = maps.getMap(id);
			if (map != null && map.getName().startsWith("undoLog")) {
				map.clear();
			}
		}
		maps.commit();
	}

	private static Table table(Connection connection, String name) {
		SessionLocal session = session(connection);
		return session.getDatabase().getMainSchema().getTableOrView(session, name.toUpperCase(Locale.ROOT));
	}

	private static SessionLocal session(Connection connection) {
		try {
			return (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
