package ai.vluna.spring.delivery.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.denial.ConflictReason;
import ai.vluna.spring.gate.MovableClock;
import ai.vluna.spring.gate.idempotency.KeyClaim;
import ai.vluna.spring.gate.idempotency.KeyClaim.Granted;
import ai.vluna.spring.gate.idempotency.KeyClaim.Refused;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a {@link JdbcKeyMemory} promises, on each database.
 */
abstract class KeyMemorySuite {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration RETENTION = Duration.ofHours(1);

	private static final Duration LEASE = Duration.ofMinutes(1);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final MovableClock clock = new MovableClock();

	private HikariDataSource pool;

	private JdbcKeyMemory memory;

	abstract HikariDataSource connect(int size);

	@BeforeEach
	void open() {
		this.pool = connect(4);
		TestDatabase.createTables(this.pool);
		TestDatabase.clear(this.pool);
		this.memory = memory("one", LEASE);
	}

	@AfterEach
	void close() {
		this.memory.close();
		this.pool.close();
	}

	private JdbcKeyMemory memory(String instance, Duration lease) {
		return memory(this.pool, instance, lease);
	}

	private JdbcKeyMemory memory(DataSource dataSource, String instance, Duration lease) {
		return new JdbcKeyMemory(dataSource, JdbcStoreSuite.TABLES, RETENTION, lease, PATIENCE, instance, this.clock);
	}

	@Test
	void aRunningKeyIsRefusedByEveryInstance() {
		try (JdbcKeyMemory other = memory("two", LEASE)) {
			assertThat(claim(this.memory, "base-1")).isEqualTo(new Granted("base-1"));
			assertThat(claim(this.memory, "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
			assertThat(claim(other, "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
		}
	}

	@Test
	void rowsOfTheFirstVersionAreKnown() {
		JdbcTemplate jdbc = new JdbcTemplate(this.pool);
		for (String state : List.of("FAILED", "DONE")) {
			jdbc.update(
					"insert into vluna_caller_key (id, fingerprint, base, state, owner, until) "
							+ "values (?, 'print', 'base-1', ?, 'gone', ?)",
					state, state, this.clock.instant().plus(RETENTION).atOffset(ZoneOffset.UTC));
		}
		assertThat(this.memory.claim("FAILED", "print", "base-2").block(TIMEOUT)).isEqualTo(new Granted("base-1"));
		assertThat(this.memory.claim("DONE", "print", "base-2").block(TIMEOUT))
			.isEqualTo(new Refused(ConflictReason.DONE));
	}

	@Test
	void saysThatTheDatabaseCannotBeUsed() {
		this.pool.close();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> claim(this.memory, "base"))
			.withMessageContaining("remembers the keys of callers");
	}

	@Test
	void aDoneKeyIsRefusedForTheRetentionTimeAndThenNew() {
		claim(this.memory, "base-1");
		this.memory.done("key", "base-1").block(TIMEOUT);
		this.memory.failed("key", "base-1").block(TIMEOUT);
		this.clock.advance(RETENTION.minusMillis(1));
		assertThat(claim(this.memory, "base-2")).isEqualTo(new Refused(ConflictReason.DONE));
		this.clock.advance(Duration.ofMillis(1));
		assertThat(claim(this.memory, "base-2")).isEqualTo(new Granted("base-2"));
	}

	@Test
	void aFailedKeyIsTriedAgainUnderTheSameBase() {
		claim(this.memory, "base-1");
		this.memory.failed("key", "base-1").block(TIMEOUT);
		assertThat(claim(this.memory, "base-2")).isEqualTo(new Granted("base-1"));
		this.memory.failed("key", "base-1").block(TIMEOUT);
		this.clock.advance(RETENTION);
		assertThat(claim(this.memory, "base-3")).isEqualTo(new Granted("base-3"));
	}

	@Test
	void onlyTheHolderEndsAKey() {
		claim(this.memory, "base-1");
		this.memory.done("key", "base-2").block(TIMEOUT);
		assertThat(claim(this.memory, "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
	}

	@Test
	void otherArgumentsAreRefusedInEveryState() {
		Refused refused = new Refused(ConflictReason.OTHER_ARGUMENTS);
		claim(this.memory, "base-1");
		assertThat(claim(this.memory, "other", "base-2")).isEqualTo(refused);
		this.memory.failed("key", "base-1").block(TIMEOUT);
		assertThat(claim(this.memory, "other", "base-2")).isEqualTo(refused);
		claim(this.memory, "base-2");
		this.memory.done("key", "base-1").block(TIMEOUT);
		assertThat(claim(this.memory, "other", "base-2")).isEqualTo(refused);
	}

	@Test
	void theKeysOfADeadInstanceAreGivenUpAsFailed() {
		claim(this.memory, "base-1");
		this.memory.close();
		this.clock.advance(LEASE.minusMillis(1));
		try (JdbcKeyMemory other = memory("two", LEASE)) {
			assertThat(claim(other, "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
			this.clock.advance(Duration.ofMillis(1));
			assertThat(claim(other, "other", "base-2")).isEqualTo(new Refused(ConflictReason.OTHER_ARGUMENTS));
			assertThat(claim(other, "base-2")).isEqualTo(new Granted("base-1"));
		}
	}

	@Test
	void whoWasGivenUpDoesNotEndWhatAnotherGoesOnWithUnlessItIsDone() {
		claim(this.memory, "base-1");
		this.clock.advance(LEASE);
		try (JdbcKeyMemory other = memory("two", LEASE)) {
			claim(other, "base-2");
			this.memory.failed("key", "base-1").block(TIMEOUT);
			assertThat(claim(other, "base-3")).isEqualTo(new Refused(ConflictReason.RUNNING));
			this.memory.done("key", "base-1").block(TIMEOUT);
			other.failed("key", "base-1").block(TIMEOUT);
			assertThat(claim(other, "base-3")).isEqualTo(new Refused(ConflictReason.DONE));
		}
	}

	@Test
	void anInstanceThatIsAliveKeepsItsKeysHoweverLongTheyRun() {
		try (JdbcKeyMemory alive = memory("alive", Duration.ofMillis(300))) {
			claim(alive, "base-1");
			outliveALease("key");
			assertThat(claim(this.memory, "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
		}
	}

	@Test
	void aKeyWhoseClaimFailedAfterItWasStoredIsGivenUpAsFailed() {
		DataSource unlucky = new UnluckyDataSource(this.pool, "insert", true);
		try (JdbcKeyMemory alive = memory(unlucky, "alive", Duration.ofMillis(300))) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> claim(alive, "base-1"));
			assertThat(claim(this.memory, "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
			alive.claim("other", "print", "base-1").block(TIMEOUT);
			outliveALease("other");
			assertThat(claim(this.memory, "base-2")).isEqualTo(new Granted("base-1"));
			assertThat(this.memory.claim("other", "print", "base-2").block(TIMEOUT))
				.isEqualTo(new Refused(ConflictReason.RUNNING));
		}
	}

	@Test
	void aKeyThatMayBeDoneIsNotGivenUp() {
		DataSource unlucky = new UnluckyDataSource(this.pool, "'DONE'", false);
		try (JdbcKeyMemory alive = memory(unlucky, "alive", Duration.ofMillis(300))) {
			claim(alive, "base-1");
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> alive.done("key", "base-1").block(TIMEOUT));
			outliveALease("key");
			assertThat(claim(this.memory, "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
		}
	}

	@Test
	void whatIsForgottenIsDeleted() {
		claim(this.memory, "base-1");
		this.memory.done("key", "base-1").block(TIMEOUT);
		this.clock.advance(RETENTION);
		JdbcKeyMemory busy = memory("busy", Duration.ofMillis(30));
		try {
			Awaitility.await().atMost(TIMEOUT).until(() -> count() == 0);
		}
		finally {
			busy.close();
		}
	}

	@Test
	void grantsOneOfManyClaimsAtATime() {
		try (JdbcKeyMemory other = memory("two", LEASE)) {
			for (int round = 0; round < 20; round++) {
				String key = "key-" + round;
				List<KeyClaim> claims = Flux.fromStream(IntStream.range(0, 8).boxed())
					.flatMap((i) -> ((i % 2 == 0) ? this.memory : other).claim(key, "print", "base-" + i))
					.collectList()
					.block(TIMEOUT);
				assertThat(claims).hasSize(8).filteredOn((claim) -> claim instanceof Granted).hasSize(1);
			}
		}
	}

	@Test
	void aClaimThatNobodyWaitsForAnyMoreIsNotMade() throws SQLException {
		CompletableFuture<KeyClaim> late;
		try (Connection connection = this.pool.getConnection()) {
			connection.setAutoCommit(false);
			new JdbcTemplate(new SingleConnectionDataSource(connection, true)).update(
					"insert into %s (id, fingerprint, base, state, owner, until) values ('key', '', '', 'DONE', '', ?)"
						.formatted(JdbcStoreSuite.TABLES.keys()),
					this.clock.instant().atOffset(ZoneOffset.UTC));
			List<CompletableFuture<KeyClaim>> hanging = Stream.of("1", "2", "3", "4")
				.map((base) -> this.memory.claim("key", "print", base).onErrorComplete().toFuture())
				.toList();
			Awaitility.await().atMost(TIMEOUT).until(() -> this.pool.getHikariPoolMXBean().getActiveConnections() == 3);
			late = this.memory.claim("late", "print", "base").toFuture();
			this.clock.advance(PATIENCE.plusMillis(1));
			connection.rollback();
			assertThat(hanging).allSatisfy((claim) -> assertThat(claim).succeedsWithin(TIMEOUT));
		}
		assertThat(late).failsWithin(TIMEOUT)
			.withThrowableThat()
			.withCauseInstanceOf(StoreUnavailableException.class)
			.withMessageContaining("too slow");
		assertThat(this.memory.claim("late", "print", "base-2").block(TIMEOUT)).isEqualTo(new Granted("base-2"));
	}

	@Test
	void itsEndInterruptsNobodyWhoUsesTheDatabase() {
		HoldingDataSource slow = new HoldingDataSource(this.pool, "vluna-keys");
		JdbcKeyMemory ending = memory(slow, "ending", LEASE);
		CompletableFuture<KeyClaim> claim = ending.claim("key", "print", "base").toFuture();
		Awaitility.await().atMost(TIMEOUT).until(slow::holds);
		ending.close();
		slow.release();
		assertThat(claim).succeedsWithin(TIMEOUT).isEqualTo(new Granted("base"));
		assertThat(slow.wasInterrupted()).isFalse();
	}

	@Test
	void whoCancelsInterruptsNobodyWhoUsesTheDatabase() {
		HoldingDataSource slow = new HoldingDataSource(this.pool, "vluna-keys");
		try (JdbcKeyMemory asked = memory(slow, "asked", LEASE)) {
			CompletableFuture<KeyClaim> claim = asked.claim("key", "print", "base").toFuture();
			Awaitility.await().atMost(TIMEOUT).until(slow::holds);
			claim.cancel(true);
			slow.release();
			Awaitility.await().atMost(TIMEOUT).until(() -> count() == 1);
			assertThat(slow.wasInterrupted()).isFalse();
		}
	}

	@Test
	void noMoreThanABoundedNumberOfClaimsWaits() {
		HoldingDataSource slow = new HoldingDataSource(this.pool, "vluna-keys");
		try (JdbcKeyMemory asked = memory(slow, "asked", LEASE)) {
			List<CompletableFuture<KeyClaim>> waiting = IntStream.range(0, 10_000)
				.mapToObj((i) -> asked.claim("key-" + i, "print", "base").onErrorComplete().toFuture())
				.toList();
			assertThat(asked.claim("key", "print", "base").toFuture()).failsWithin(TIMEOUT)
				.withThrowableThat()
				.withCauseInstanceOf(StoreUnavailableException.class)
				.withMessageContaining("More than 10000 keys");
			this.clock.advance(PATIENCE.plusMillis(1));
			slow.release();
			assertThat(waiting).allSatisfy((claim) -> assertThat(claim).succeedsWithin(TIMEOUT));
			assertThat(asked.claim("key", "print", "base").block(TIMEOUT)).isEqualTo(new Granted("base"));
		}
	}

	@Test
	void neverBlocksTheSubscriber() {
		HoldingDataSource slow = new HoldingDataSource(this.pool, "parallel-");
		try (JdbcKeyMemory asked = memory(slow, "asked", LEASE)) {
			assertThat(asked.claim("key", "print", "base").subscribeOn(Schedulers.parallel()).block(TIMEOUT))
				.isEqualTo(new Granted("base"));
		}
		finally {
			slow.release();
		}
	}

	private static KeyClaim claim(JdbcKeyMemory memory, String base) {
		return claim(memory, "print", base);
	}

	private static KeyClaim claim(JdbcKeyMemory memory, String fingerprint, String base) {
		return Objects.requireNonNull(memory.claim("key", fingerprint, base).block(TIMEOUT));
	}

	private void outliveALease(String key) {
		Instant claimed = until(key);
		this.clock.advance(Duration.ofMillis(200));
		Awaitility.await().atMost(TIMEOUT).until(() -> until(key).isAfter(claimed));
		this.clock.advance(Duration.ofMillis(200));
	}

	private Instant until(String key) {
		return Objects.requireNonNull(new JdbcTemplate(this.pool).queryForObject(
				"select until from %s where id = ?".formatted(JdbcStoreSuite.TABLES.keys()), OffsetDateTime.class, key))
			.toInstant();
	}

	private int count() {
		return Objects.requireNonNull(new JdbcTemplate(this.pool)
			.queryForObject("select count(*) from " + JdbcStoreSuite.TABLES.keys(), Integer.class));
	}

	/**
	 * Fails once, at a statement or when it is done for good.
	 */
	private static final class UnluckyDataSource extends DelegatingDataSource {

		private final String statement;

		private final boolean afterwards;

		private final AtomicBoolean prepared = new AtomicBoolean();

		private final AtomicBoolean failed = new AtomicBoolean();

		private UnluckyDataSource(DataSource target, String statement, boolean afterwards) {
			super(target);
			this.statement = statement;
			this.afterwards = afterwards;
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> invoke(connection, method, arguments));
		}

		private @Nullable Object invoke(Connection connection, Method method, Object @Nullable [] arguments)
				throws Throwable {
			Object result;
			try {
				result = method.invoke(connection, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
			if (arguments != null && String.valueOf(arguments[0]).contains(this.statement)) {
				this.prepared.set(true);
			}
			boolean fails = this.prepared.get() && (!this.afterwards || method.getName().equals("commit"));
			if (fails && this.failed.compareAndSet(false, true)) {
				throw new SQLException("no answer");
			}
			return result;
		}

	}

}
