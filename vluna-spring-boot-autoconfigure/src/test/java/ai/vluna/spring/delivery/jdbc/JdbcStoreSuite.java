package ai.vluna.spring.delivery.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.Delivery;
import ai.vluna.spring.delivery.store.FakeSender;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.SettlementStoreSuite;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a {@link JdbcSettlementStore} promises besides, on each database.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class JdbcStoreSuite extends SettlementStoreSuite {

	static final StoreTables TABLES = new StoreTables(StoreTables.DEFAULT_PREFIX);

	private static final Duration CALM = Duration.ofSeconds(30);

	private static final JdbcStoreSettings HASTY = new JdbcStoreSettings(CONCURRENCY,
			new Backoff(MIN_BACKOFF, MAX_BACKOFF), Duration.ofMillis(20), CALM, CALM, Duration.ofMillis(200));

	private @Nullable HikariDataSource pool;

	abstract HikariDataSource connect(int size);

	/**
	 * Return how large the store is once the space of what was deleted may be used again.
	 * @param jdbc connects to it
	 * @return the number of bytes
	 */
	abstract long sizeOf(JdbcTemplate jdbc);

	@Override
	protected SettlementStore open() {
		this.pool = connect(4);
		TestDatabase.createTables(this.pool);
		StoreDatabase.of(this.pool).check(this.pool, TABLES);
		return store(this.pool, "one", CALM);
	}

	@Override
	protected void close(SettlementStore store) {
		pool().close();
	}

	/**
	 * H2 sorts the whole backlog each time it claims some of it.
	 */
	@Override
	protected int longBacklog() {
		return 1000;
	}

	private HikariDataSource pool() {
		if (this.pool == null) {
			throw new IllegalStateException("not open");
		}
		return this.pool;
	}

	private static void write(SettlementStore store, String id) {
		store.write(List.of(Settlements.commit(id)), List.of());
	}

	private static JdbcSettlementStore store(DataSource pool, String instance, Duration heartbeat) {
		return store(pool, instance, new JdbcStoreSettings(CONCURRENCY, new Backoff(MIN_BACKOFF, MAX_BACKOFF),
				Duration.ofMillis(20), heartbeat, Duration.ofSeconds(10), Duration.ofSeconds(2)));
	}

	private static JdbcSettlementStore store(DataSource pool, String instance, JdbcStoreSettings settings) {
		return new JdbcSettlementStore(pool, StoreDatabase.of(pool), TABLES, settings, instance, Clock.systemUTC());
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	void eachSettlementIsSentOnceByAnyNumberOfInstances(int instances) {
		int perInstance = 200;
		List<HikariDataSource> pools = IntStream.range(0, instances).mapToObj((i) -> connect(4)).toList();
		List<JdbcSettlementStore> stores = pools.stream().map((each) -> store(each, each.getPoolName(), CALM)).toList();
		List<FakeSender> senders = stores.stream().map((each) -> new FakeSender()).toList();
		try {
			for (int i = 0; i < instances; i++) {
				int own = i;
				stores.get(i)
					.write(IntStream.range(0, perInstance)
						.mapToObj((n) -> Settlements.commit(own + "-" + n, "acme", "user-" + n % 20))
						.toList(), List.of());
			}
			for (int i = 0; i < instances; i++) {
				stores.get(i).start(senders.get(i));
			}
			await().until(() -> this.store.backlog().pending() == 0);
			assertThat(senders.stream().flatMap((each) -> each.sentIds().stream())).hasSize(instances * perInstance)
				.doesNotHaveDuplicates();
			assertThat(senders).filteredOn((each) -> !each.sent().isEmpty()).hasSizeGreaterThan(1);
		}
		finally {
			stores.forEach(JdbcSettlementStore::stop);
			pools.forEach(HikariDataSource::close);
		}
	}

	@Test
	void whatADeadInstanceHadClaimedIsSentByAnother() {
		PendingSettlement settlement = Settlements.commit("1");
		FakeSender silent = new FakeSender().answering((any) -> Mono.never());
		// As silent as if it were dead, since its heart beats so seldom.
		JdbcSettlementStore dying = store(pool(), "dying", CALM);
		JdbcSettlementStore heir = store(pool(), "heir", Duration.ofMillis(100));
		try {
			dying.start(silent);
			dying.write(List.of(settlement), List.of());
			await().until(() -> !silent.sent().isEmpty());
			heir.start(this.sender);
			await().until(() -> heir.backlog().pending() == 0);
			assertThat(this.sender.sent()).contains(settlement);
		}
		finally {
			heir.stop();
			dying.stop();
		}
	}

	@Test
	void instancesThatWriteTheSameAtOnceKeepItOnceAndAllTheRest() throws Exception {
		int threads = 4;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			for (int round = 0; round < 10; round++) {
				String prefix = "round-" + round + "-";
				CyclicBarrier barrier = new CyclicBarrier(threads);
				List<Future<?>> writes = new ArrayList<>();
				for (int thread = 0; thread < threads; thread++) {
					List<PendingSettlement> group = List.of(Settlements.commit(prefix + "own-" + thread),
							Settlements.commit(prefix + "shared-" + thread % 2),
							Settlements.commit(prefix + "shared-" + (thread + 1) % 2));
					writes.add(executor.submit(() -> {
						barrier.await();
						this.store.write(group, List.of());
						return null;
					}));
				}
				for (Future<?> write : writes) {
					write.get(20, TimeUnit.SECONDS);
				}
				assertThat(this.store.backlog().pending()).isEqualTo(6 * (round + 1));
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void knowsWhatIsNotOnItsWayAnyMore() {
		this.store.write(List.of(Settlements.commit("pending"), Settlements.commit("other")),
				List.of(Settlements.dead(Settlements.commit("dead"))));
		assertThat(this.store.endedAmong(Set.of("pending", "dead", "charged"))).containsExactlyInAnyOrder("dead",
				"charged");
	}

	@Test
	void theLargestThatItTakesCanBeBookedAndDie() {
		PendingSettlement largest = ofSize(SettlementRows.MAX_BYTES);
		this.sender.answering((settlement) -> Mono.just((settlement.kind() == PendingSettlement.Kind.COMMIT)
				? new Delivery.Instead(settlement.sending(PendingSettlement.Kind.INGEST, "ingest-1",
						settlement.body() + "\"occurred_at\":\"2026-01-02T03:04:05Z\""))
				: new Delivery.Dead(new DeadSettlement(settlement, DeadSettlement.Cause.REFUSED,
						"\u0001".repeat(100_000), settlement.endedAt()))));
		this.store.start(this.sender);
		this.store.write(List.of(largest), List.of());
		await().until(() -> this.store.backlog().dead() == 1);
		assertThat(this.store.backlog().pending()).isZero();
		assertThat(this.sender.sent()).hasSize(2);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store.write(List.of(ofSize(SettlementRows.MAX_BYTES + 1)), List.of()))
			.withMessageContaining("too large to be stored");
	}

	private static PendingSettlement ofSize(int bytes) {
		PendingSettlement empty = Settlements.commit("1").sending(PendingSettlement.Kind.COMMIT, "commit-1", "");
		return empty.sending(PendingSettlement.Kind.COMMIT, "commit-1",
				"x".repeat(bytes - SettlementFormat.write(empty).length));
	}

	@Test
	void rowsOfTheFirstVersionAreSent() throws IOException {
		JdbcTemplate jdbc = new JdbcTemplate(pool());
		jdbc.update("""
				insert into vluna_settlement (task_name, task_instance, task_data, execution_time, picked,
				consecutive_failures, version, priority, ended_at) values ('settlement', 'sample', ?,
				timestamp with time zone '2026-01-02 03:04:06+00', false, 2, 3, -7,
				timestamp with time zone '2026-01-02 03:04:05+00')""", sample("pending-v1.json"));
		jdbc.update("""
				insert into vluna_dead_settlement (id, settlement, died_at) values ('dead', ?,
				timestamp with time zone '2026-01-02 03:04:06+00')""", sample("dead-v1.json"));
		PendingSettlement settlement = Settlements.commit("sample");
		assertThat(this.store.pending(0, 10))
			.containsExactly(new QueuedSettlement(settlement, 2, Instant.parse("2026-01-02T03:04:06Z")));
		assertThat(this.store.findDead("dead")).isEqualTo(Settlements.dead(settlement));
		this.store.start(this.sender);
		await().until(() -> this.store.backlog().pending() == 0);
		assertThat(this.sender.sent()).containsExactly(settlement);
	}

	private static byte[] sample(String name) throws IOException {
		return new ClassPathResource("delivery/" + name).getContentAsByteArray();
	}

	@Test
	void whatALaterVersionWroteStaysAndHoldsNothingUp(CapturedOutput output) {
		this.store.write(List.of(Settlements.commit("later"), Settlements.commit("known", "other", "user")), List.of());
		byte[] later = new String(SettlementFormat.write(Settlements.commit("later")), StandardCharsets.UTF_8)
			.replace("\"version\":1", "\"version\":99")
			.getBytes(StandardCharsets.UTF_8);
		assertThat(new JdbcTemplate(pool())
			.update("update %s set task_data = ? where task_instance = 'later'".formatted(TABLES.settlements()), later))
			.isOne();
		this.store.start(this.sender);
		await().until(() -> this.store.backlog().pending() == 1);
		await().until(() -> new JdbcTemplate(pool())
			.queryForList("select 1 from %s where consecutive_failures > 2".formatted(TABLES.settlements()))
			.size() == 1);
		assertThat(this.sender.sentIds()).containsExactly("known");
		assertThat(this.store.pending(0, 10)).isEmpty();
		assertThat(output).containsOnlyOnce("Settlement 'later' stays stored").contains("start a later version");
	}

	@Test
	void itsSizeIsBoundedHoweverOftenItIsFilledAndDrained() {
		this.sender.answering((settlement) -> Mono.just(fateOf(settlement)));
		List<Long> sizes = new ArrayList<>();
		for (int round = 0; round < 8; round++) {
			fillAndDrain("round-" + round + "-");
			sizes.add(sizeOf(new JdbcTemplate(pool())));
		}
		assertThat(sizes.get(7)).as("the last of %s", sizes).isPositive().isLessThan(2 * sizes.get(1));
	}

	private void fillAndDrain(String prefix) {
		int settlements = 150;
		this.store.write(IntStream.range(0, settlements)
			.mapToObj((i) -> Settlements.commit(prefix + i, "acme-" + i % 20, "alice"))
			.toList(), List.of());
		this.store.start(this.sender);
		await().until(() -> this.store.backlog().pending() == 0);
		this.store.stop();
		List<DeadSettlement> dead = this.store.dead(0, settlements);
		assertThat(dead).hasSize(settlements / 10).allMatch((each) -> this.store.drop(each.settlement().id()));
	}

	/**
	 * Each is booked instead of committed, and every tenth is refused then.
	 */
	private static Delivery fateOf(PendingSettlement settlement) {
		if (settlement.kind() == PendingSettlement.Kind.COMMIT) {
			return new Delivery.Instead(Settlements.ingest(settlement));
		}
		return settlement.id().endsWith("0") ? new Delivery.Dead(Settlements.dead(settlement))
				: new Delivery.Delivered();
	}

	@Test
	void neverTakesPartInATransactionOfTheCaller() {
		TransactionTemplate business = new TransactionTemplate(new DataSourceTransactionManager(pool()));
		business.executeWithoutResult((status) -> {
			this.store.write(List.of(Settlements.commit("1")), List.of(Settlements.dead(Settlements.commit("2"))));
			status.setRollbackOnly();
		});
		assertThat(this.store.backlog()).extracting(Backlog::pending, Backlog::dead).containsExactly(1L, 1L);
	}

	@Test
	void saysThatTheDatabaseCannotBeUsed() {
		HikariDataSource gone = connect(1);
		JdbcSettlementStore unusable = store(gone, "unusable", CALM);
		gone.close();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> unusable.write(List.of(Settlements.commit("1")), List.of()));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(unusable::backlog);
	}

	@Test
	void anOutageOfTheDatabaseIsLoggedOnceAndWhatWasStoredIsSentAfterwards(CapturedOutput output) {
		UnreachableAtTimes database = new UnreachableAtTimes(pool());
		JdbcSettlementStore unlucky = store(database, "unlucky", Duration.ofMillis(100));
		unlucky.start(this.sender);
		try {
			database.unreachable(true);
			write(this.store, "1");
			await().until(() -> database.refused() > 20);
			assertThat(this.sender.sent()).isEmpty();
			database.unreachable(false);
			await().until(() -> this.store.backlog().pending() == 0);
			assertThat(this.sender.sentIds()).containsExactly("1");
			database.unreachable(true);
			await().until(() -> database.refused() > 40);
			assertThat(output).doesNotContain("Unhandled exception")
				.containsOnlyOnce("The database that keeps usage is back")
				.satisfies((text) -> assertThat(text.toString().split("cannot be reached", -1)).hasSize(3));
		}
		finally {
			// Although the database is away.
			unlucky.stop();
		}
	}

	@Test
	void canBeStartedAgainButNotTwice() {
		this.store.start(this.sender);
		assertThatIllegalStateException().isThrownBy(() -> this.store.start(this.sender));
		this.store.stop();
		this.store.start(this.sender);
		this.store.write(List.of(Settlements.commit("1")), List.of());
		await().until(() -> this.store.backlog().pending() == 0);
	}

	@Test
	void aCallerWhoIsInterruptedDoesNotInterruptWhoUsesTheDatabase() throws InterruptedException {
		HoldingDataSource slow = new HoldingDataSource(pool(), "vluna-operator-");
		JdbcSettlementStore asked = store(slow, "asked", CALM);
		write(asked, "1");
		AtomicReference<Backlog> answer = new AtomicReference<>();
		AtomicBoolean interruptedAfterwards = new AtomicBoolean();
		Thread caller = new Thread(() -> {
			answer.set(asked.backlog());
			interruptedAfterwards.set(Thread.currentThread().isInterrupted());
		});
		caller.start();
		await().until(slow::holds);
		caller.interrupt();
		slow.release();
		caller.join(TimeUnit.SECONDS.toMillis(20));
		assertThat(answer.get()).isNotNull().extracting(Backlog::pending).isEqualTo(1L);
		assertThat(interruptedAfterwards).isTrue();
		assertThat(slow.wasInterrupted()).isFalse();
	}

	@Test
	void itsEndInterruptsNobodyWhoUsesTheDatabase() {
		HoldingDataSource slow = new HoldingDataSource(pool(), "vluna-sender-");
		JdbcSettlementStore hasty = store(slow, "hasty", HASTY);
		write(hasty, "1");
		hasty.start(this.sender);
		await().until(slow::holds);
		hasty.stop();
		assertThat(this.sender.sentIds()).containsExactly("1");
		slow.release();
		await().until(() -> this.store.backlog().pending() == 0);
		assertThat(slow.wasInterrupted()).isFalse();
	}

	@Test
	void itsEndWaitsForNoAnswerForEver(CapturedOutput output) {
		this.sender.answering((any) -> Mono.never());
		JdbcSettlementStore hasty = store(pool(), "hasty", HASTY);
		hasty.write(IntStream.range(0, 20).mapToObj((i) -> Settlements.commit("" + i)).toList(), List.of());
		hasty.start(this.sender);
		await().until(() -> !this.sender.sent().isEmpty());
		hasty.stop();
		await().until(() -> new JdbcTemplate(pool())
			.queryForList("select 1 from %s where picked = true".formatted(TABLES.settlements()))
			.isEmpty());
		assertThat(this.store.backlog().pending()).isEqualTo(20);
		assertThat(this.sender.sent()).hasSize(1);
		assertThat(output).doesNotContain("Failed while completing", "Unhandled exception");
	}

	@Test
	void whatIsNotAnsweredInTimeIsGivenUpAndSentAgain() {
		AtomicBoolean givenUp = new AtomicBoolean();
		this.sender.answering((any) -> givenUp.get() ? Mono.just(new Delivery.Delivered())
				: Mono.<Delivery>never().doOnCancel(() -> givenUp.set(true)));
		JdbcSettlementStore impatient = store(pool(), "impatient", new JdbcStoreSettings(CONCURRENCY,
				new Backoff(MIN_BACKOFF, MAX_BACKOFF), MAX_BACKOFF, CALM, MAX_BACKOFF, CALM));
		write(impatient, "1");
		impatient.start(this.sender);
		await().until(() -> this.store.backlog().pending() == 0);
		impatient.stop();
		assertThat(this.sender.sentIds()).containsExactly("1", "1");
	}

	@Test
	void itsEndWaitsForNoPoll(CapturedOutput output) {
		JdbcSettlementStore seldom = store(pool(), "seldom", new JdbcStoreSettings(CONCURRENCY,
				new Backoff(MIN_BACKOFF, MAX_BACKOFF), CALM, CALM, CALM, Duration.ofSeconds(2)));
		seldom.start(this.sender);
		write(seldom, "1");
		await().until(() -> this.store.backlog().pending() == 0);
		seldom.stop();
		assertThat(output).contains("Scheduler stopped.").doesNotContain("Failed to shutdown");
	}

	@Test
	void namesTheScriptOfMissingTables() {
		assertThatExceptionOfType(UnusableStoreException.class)
			.isThrownBy(() -> StoreDatabase.of(pool()).check(pool(), new StoreTables("absent_")))
			.withMessageContaining("absent_settlement")
			.withMessageContaining(StoreDatabase.of(pool()).schema());
	}

	/**
	 * A database that is away when a test wants it to be.
	 */
	private static final class UnreachableAtTimes extends DelegatingDataSource {

		private final AtomicInteger refused = new AtomicInteger();

		private volatile boolean unreachable;

		UnreachableAtTimes(DataSource target) {
			super(target);
		}

		void unreachable(boolean unreachable) {
			this.unreachable = unreachable;
		}

		int refused() {
			return this.refused.get();
		}

		@Override
		public Connection getConnection() throws SQLException {
			if (this.unreachable) {
				this.refused.incrementAndGet();
				throw new SQLTransientConnectionException("connection refused");
			}
			return super.getConnection();
		}

	}

}
