package ai.vluna.spring.delivery.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.sql.DataSource;

import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.denial.ConflictReason;
import ai.vluna.spring.gate.idempotency.KeyClaim;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

/**
 * Remembers keys in a database that any number of instances share. An instance says again
 * and again that it is alive; the keys that run in one that does not are given up. For
 * that the clocks of the instances must agree within the lease.
 *
 * @since 0.1.0
 */
public final class JdbcKeyMemory implements KeyMemory, AutoCloseable {

	private static final Log logger = LogFactory.getLog(JdbcKeyMemory.class);

	private static final int MAX_TRIES = 5;

	private static final int THREADS = 2;

	private static final int MAX_QUEUED = 10_000;

	private static final int BEATS_PER_LEASE = 3;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final KeyStatements sql;

	private final Duration retention;

	private final Duration lease;

	private final Duration patience;

	private final String instance;

	private final Clock clock;

	/**
	 * Key -> the base under which work in this process holds it. Another key that runs in
	 * its name was granted to nobody, as its claim failed after it was stored.
	 */
	private final ConcurrentMap<String, String> held = new ConcurrentHashMap<>();

	private final UninterruptedThreads threads = new UninterruptedThreads(THREADS, "vluna-keys-");

	private final Semaphore room = new Semaphore(MAX_QUEUED);

	/**
	 * Create a memory.
	 * @param dataSource connections that no caller holds
	 * @param tables the tables
	 * @param retention how long keys are remembered after the end of their operation
	 * @param lease how long an instance may be silent before its running keys are given
	 * up
	 * @param patience how long a claim may wait for its turn; nobody waits for one that
	 * begins later
	 * @param instance tells this instance apart from all others
	 * @param clock tells when operations end
	 */
	public JdbcKeyMemory(DataSource dataSource, StoreTables tables, Duration retention, Duration lease,
			Duration patience, String instance, Clock clock) {
		Assert.isTrue(retention.toMillis() > 0, "'retention' must be positive");
		Assert.isTrue(lease.toMillis() > 0, "'lease' must be positive");
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.sql = new KeyStatements(tables);
		this.retention = retention;
		this.lease = lease;
		this.patience = patience;
		this.instance = instance;
		this.clock = clock;
		long beat = Math.max(1, lease.toMillis() / BEATS_PER_LEASE);
		this.threads.scheduleAtFixedRate(this::beat, beat, beat, TimeUnit.MILLISECONDS);
	}

	@Override
	public Mono<KeyClaim> claim(String key, String fingerprint, String base) {
		return Mono.defer(() -> claim(key, fingerprint, base, this.clock.instant().plus(this.patience)));
	}

	private Mono<KeyClaim> claim(String key, String fingerprint, String base, Instant latest) {
		return later(() -> {
			if (this.clock.instant().isAfter(latest)) {
				throw new StoreUnavailableException("The database that remembers the keys of callers is too slow",
						null);
			}
			return inTransaction(() -> tryClaim(key, fingerprint, base));
		}).doOnNext((claim) -> hold(key, claim));
	}

	private void hold(String key, KeyClaim claim) {
		if (claim instanceof KeyClaim.Granted granted) {
			this.held.put(key, granted.base());
		}
	}

	@Override
	public Mono<Void> done(String key, String base) {
		// Held until that is stored: what may be done must not be given up.
		return update(() -> this.jdbc.update(this.sql.done(), at(this.retention), key, base))
			.doOnSuccess((nothing) -> this.held.remove(key, base));
	}

	@Override
	public Mono<Void> failed(String key, String base) {
		// An instance that was given up does not end what another one goes on with.
		return update(() -> this.jdbc.update(this.sql.failed(), at(this.retention), key, base, this.instance))
			.doOnSubscribe((subscription) -> this.held.remove(key, base));
	}

	private Mono<Void> update(Supplier<Integer> action) {
		return later(() -> inTransaction(action)).then();
	}

	private <T> Mono<T> later(Supplier<T> action) {
		return Mono.fromFuture(() -> {
			if (!this.room.tryAcquire()) {
				throw new StoreUnavailableException(
						"More than %d keys of callers wait for the database".formatted(MAX_QUEUED), null);
			}
			return CompletableFuture.supplyAsync(action, this.threads)
				.whenComplete((result, failure) -> this.room.release());
		}, true);
	}

	private KeyClaim tryClaim(String key, String fingerprint, String base) {
		List<Row> known = this.jdbc.query(this.sql.find(),
				(row, number) -> new Row(row.getString("fingerprint"), row.getString("base"),
						State.valueOf(row.getString("state")),
						row.getObject("until", OffsetDateTime.class).toInstant()),
				key);
		if (known.isEmpty()) {
			this.jdbc.update(this.sql.insert(), key, fingerprint, base, this.instance, at(this.lease));
			return new KeyClaim.Granted(base);
		}
		Row row = known.get(0);
		boolean forgotten = row.isForgotten(this.clock.instant(), this.retention);
		if (!forgotten && !row.fingerprint().equals(fingerprint)) {
			return new KeyClaim.Refused(ConflictReason.OTHER_ARGUMENTS);
		}
		if (!forgotten && row.state() == State.DONE) {
			return new KeyClaim.Refused(ConflictReason.DONE);
		}
		if (row.isRunning(this.clock.instant())) {
			return new KeyClaim.Refused(ConflictReason.RUNNING);
		}
		String granted = forgotten ? base : row.base();
		this.jdbc.update(this.sql.claim(), fingerprint, granted, this.instance, at(this.lease), key);
		return new KeyClaim.Granted(granted);
	}

	private void beat() {
		try {
			List<Object[]> beats = this.held.keySet()
				.stream()
				.map((key) -> new Object[] { at(this.lease), key, this.instance })
				.toList();
			inTransaction(() -> this.jdbc.batchUpdate(this.sql.beat(), beats));
			inTransaction(() -> this.jdbc.update(this.sql.forget(), at(Duration.ZERO), at(this.retention.negated())));
		}
		catch (RuntimeException ex) {
			logger.warn("This instance could not say that it is alive: its callers' keys may be given up", ex);
		}
	}

	private OffsetDateTime at(Duration fromNow) {
		return this.clock.instant().plus(fromNow).atOffset(ZoneOffset.UTC);
	}

	private <T> T inTransaction(Supplier<T> action) {
		for (int tries = 1;; tries++) {
			try {
				return Objects.requireNonNull(this.transaction.execute((status) -> action.get()));
			}
			catch (DuplicateKeyException | ConcurrencyFailureException ex) {
				if (tries == MAX_TRIES) {
					throw unavailable(ex);
				}
			}
			catch (DataAccessException | TransactionException ex) {
				throw unavailable(ex);
			}
		}
	}

	private static StoreUnavailableException unavailable(RuntimeException ex) {
		return new StoreUnavailableException(
				"The database that remembers the keys of callers cannot be used: " + ex.getMessage(), ex);
	}

	/**
	 * Say no more that this instance is alive, and take nothing more. What runs is given
	 * up once its lease is over. Does not block: what waits for the database is done, or
	 * fails, afterwards.
	 */
	@Override
	public void close() {
		this.threads.shutdown();
	}

	private enum State {

		RUNNING, DONE, FAILED

	}

	private record Row(String fingerprint, String base, State state, Instant until) {

		boolean isRunning(Instant now) {
			return this.state == State.RUNNING && this.until.isAfter(now);
		}

		boolean isForgotten(Instant now, Duration retention) {
			Instant end = (this.state == State.RUNNING) ? this.until.plus(retention) : this.until;
			return !end.isAfter(now);
		}

	}

	/**
	 * The statements. Made once.
	 */
	private record KeyStatements(String find, String insert, String claim, String done, String failed, String beat,
			String forget) {

		KeyStatements(StoreTables tables) {
			this("select fingerprint, base, state, until from %s where id = ? for update".formatted(tables.keys()),
					"insert into %s (id, fingerprint, base, state, owner, until) values (?, ?, ?, 'RUNNING', ?, ?)"
						.formatted(tables.keys()),
					"update %s set fingerprint = ?, base = ?, state = 'RUNNING', owner = ?, until = ? where id = ?"
						.formatted(tables.keys()),
					"update %s set state = 'DONE', until = ? where id = ? and base = ? and state = 'RUNNING'"
						.formatted(tables.keys()),
					("update %s set state = 'FAILED', until = ? where id = ? and base = ? and state = 'RUNNING' "
							+ "and owner = ?")
						.formatted(tables.keys()),
					"update %s set until = ? where id = ? and owner = ? and state = 'RUNNING'".formatted(tables.keys()),
					"delete from %s where (state <> 'RUNNING' and until <= ?) or until <= ?".formatted(tables.keys()));
		}

	}

}
