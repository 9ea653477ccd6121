package ai.vluna.spring.benchmarks.draining;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import ai.vluna.spring.benchmarks.database.Database;
import ai.vluna.spring.benchmarks.database.PostgresServer;
import ai.vluna.spring.benchmarks.database.Scratch;
import ai.vluna.spring.delivery.file.FileSettlementStore;
import ai.vluna.spring.delivery.file.FileStoreSettings;
import ai.vluna.spring.delivery.store.Delivery;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How large a store is while it holds a backlog, and once that is delivered.
 *
 * @param full the number of bytes that hold the backlog
 * @param drained the number of bytes afterwards
 * @param left how many settlements are left
 */
public record StoreSize(long full, long drained, long left) {

	/**
	 * The title of the table.
	 */
	public static final String TITLE = "Size after draining";

	/**
	 * When the file was idle for so long, it has given back what it will.
	 */
	private static final Duration IDLE = Duration.ofSeconds(3);

	private static final Duration LOOK = Duration.ofMillis(20);

	private static final SettlementSender INSTANT = new SettlementSender() {

		@Override
		public Mono<Delivery> send(PendingSettlement settlement) {
			return Mono.just(new Delivery.Delivered());
		}

		@Override
		public Duration rest() {
			return Duration.ZERO;
		}

	};

	/**
	 * Measure and print.
	 * @param settlements the number of settlements that come and go
	 * @param postgres a server, if there is one
	 * @param out where to print
	 */
	public static void print(int settlements, @Nullable PostgresServer postgres, PrintStream out) {
		out.printf(Locale.ROOT,
				"### %s%n%n| %,d settlements came and went | bytes with them | bytes after | settlements left |%n"
						+ "|---|---:|---:|---:|%n",
				TITLE, settlements);
		ofFile(settlements).print("file", out);
		if (postgres != null) {
			ofDatabase(settlements, postgres.url()).print("PostgreSQL", out);
		}
		else {
			ofDatabase(settlements, null).print("H2", out);
		}
		out.println();
	}

	private void print(String store, PrintStream out) {
		out.printf(Locale.ROOT, "| %s | %,d | %,d | %,d |%n", store, this.full, this.drained, this.left);
	}

	static StoreSize ofFile(int settlements) {
		Path path;
		try (Scratch scratch = new Scratch()) {
			path = scratch.file("vluna.mv");
			try (FileSettlementStore store = new FileSettlementStore(
					new FileStoreSettings(path, Instance.THREADS, Backlog.BACKOFF, Duration.ofSeconds(30)),
					Clock.systemUTC(), Schedulers.parallel())) {
				return of(store, () -> sizeOf(path), settlements);
			}
		}
	}

	static StoreSize ofDatabase(int settlements, @Nullable String url) {
		try (Database database = Database.open(url); HikariDataSource pool = database.pool(Instance.CONNECTIONS)) {
			LongSupplier size = (url != null) ? () -> sizeOf(pool) : () -> sizeOf(database.h2File());
			return of(Backlog.storeIn(pool), size, settlements);
		}
	}

	private static StoreSize of(SettlementStore store, LongSupplier size, int settlements) {
		Backlog.fill(store, settlements, Clock.systemUTC().instant());
		long full = size.getAsLong();
		store.start(INSTANT);
		Backlog.awaitNone(store);
		long drained = settled(size);
		store.stop();
		return new StoreSize(full, drained, store.backlog().pending() + store.backlog().dead());
	}

	private static long settled(LongSupplier size) {
		long last = size.getAsLong();
		long since = System.nanoTime();
		while (System.nanoTime() - since < IDLE.toNanos()) {
			LockSupport.parkNanos(LOOK.toNanos());
			long now = size.getAsLong();
			if (now != last) {
				last = now;
				since = System.nanoTime();
			}
		}
		return last;
	}

	private static long sizeOf(Path file) {
		try {
			return Files.size(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long sizeOf(HikariDataSource pool) {
		Long size = new JdbcTemplate(pool).queryForObject("select pg_total_relation_size(?::regclass)", Long.class,
				Database.TABLES.settlements());
		return (size != null) ? size : 0;
	}

}
