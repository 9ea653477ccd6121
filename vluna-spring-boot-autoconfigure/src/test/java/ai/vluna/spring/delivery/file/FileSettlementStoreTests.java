package ai.vluna.spring.delivery.file;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.SettlementStoreSuite;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/**
 * Tests for {@link FileSettlementStore}: what every store promises.
 */
class FileSettlementStoreTests extends SettlementStoreSuite {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Override
	protected SettlementStore open() {
		FileStoreSettings settings = new FileStoreSettings(this.directory.resolve("store/settlements.mv"), CONCURRENCY,
				new Backoff(MIN_BACKOFF, MAX_BACKOFF), Duration.ofSeconds(5));
		return new FileSettlementStore(settings, Clock.systemUTC(), Schedulers.parallel());
	}

	@Override
	protected void close(SettlementStore store) {
		((FileSettlementStore) store).close();
	}

}
