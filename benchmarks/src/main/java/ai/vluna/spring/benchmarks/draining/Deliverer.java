package ai.vluna.spring.benchmarks.draining;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

import ai.vluna.spring.benchmarks.call.InMemoryClient;
import ai.vluna.spring.benchmarks.database.Database;
import ai.vluna.spring.delivery.GateSender;
import ai.vluna.spring.delivery.SenderSettings;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.SettlementStore;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Delivers settlements to a gate that answers at once.
 */
final class Deliverer implements Instance {

	static final DeliveryTarget TARGET = new DeliveryTarget("http://localhost/mgt/v1", "realm-default");

	private static final SenderSettings SETTINGS = new SenderSettings(3, Backlog.BACKOFF, Backlog.BACKOFF.max(),
			Backlog.BACKOFF.max());

	private final HikariDataSource pool;

	private final SettlementStore store;

	Deliverer(Database database) {
		this.pool = database.pool(CONNECTIONS);
		this.store = Backlog.storeIn(this.pool);
	}

	@Override
	public void start(Consumer<@Nullable String> applied) {
		this.store.start(new GateSender(new InMemoryClient(applied), TARGET, SETTINGS, List.of(), Clock.systemUTC(),
				Schedulers.parallel()));
	}

	@Override
	public void stop() {
		this.store.stop();
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
