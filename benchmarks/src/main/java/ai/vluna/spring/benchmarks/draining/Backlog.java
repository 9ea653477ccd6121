package ai.vluna.spring.benchmarks.draining;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import ai.vluna.spring.benchmarks.database.Database;
import ai.vluna.spring.delivery.jdbc.JdbcSettlementStore;
import ai.vluna.spring.delivery.jdbc.JdbcStoreSettings;
import ai.vluna.spring.delivery.jdbc.StoreDatabase;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.delivery.store.SettlementStore;

/**
 * The settlements of a thousand customers that wait in a store.
 */
final class Backlog {

	static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

	private static final int GROUP = 250;

	private static final int CUSTOMERS = 1000;

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration LOOK = Duration.ofMillis(2);

	private Backlog() {
	}

	/**
	 * Return a store with the settings that an application has by default.
	 * @param pool its connections
	 * @return the store
	 */
	static JdbcSettlementStore storeIn(DataSource pool) {
		return new JdbcSettlementStore(pool, StoreDatabase.of(pool), Database.TABLES,
				new JdbcStoreSettings(Instance.THREADS, BACKOFF, SECOND, LONG, LONG, LONG),
				UUID.randomUUID().toString(), Clock.systemUTC());
	}

	static void fill(SettlementStore store, int settlements, Instant endedAt) {
		for (int first = 0; first < settlements; first += GROUP) {
			store.write(IntStream.range(first, Math.min(first + GROUP, settlements))
				.mapToObj((number) -> settlement(number, endedAt))
				.toList(), List.of());
		}
	}

	private static PendingSettlement settlement(int number, Instant endedAt) {
		// As random as a digest.
		String id = "%08x".formatted(number * 0x9E3779B1) + "0123456789abcdef0123456789abcdef0123456789abcdef01234567";
		String customer = String.valueOf(number % CUSTOMERS);
		return new PendingSettlement(PendingSettlement.CURRENT_VERSION, id, Kind.COMMIT, Deliverer.TARGET.baseUrl(),
				Deliverer.TARGET.realmId(), "customer-" + customer, "user-" + customer, null, "commit-" + id,
				"0af7651916cd43dd8448eb211c80319c", "summary", 30, null, endedAt.toString(),
				"{\"lease_token\":\"%s\",\"feature_code\":\"summary\",\"quantity_minor\":\"30\"}".formatted(id));
	}

	/**
	 * Wait until a store has forgotten all of them.
	 * @param store the store
	 */
	static void awaitNone(SettlementStore store) {
		while (store.backlog().pending() > 0) {
			LockSupport.parkNanos(LOOK.toNanos());
		}
	}

}
