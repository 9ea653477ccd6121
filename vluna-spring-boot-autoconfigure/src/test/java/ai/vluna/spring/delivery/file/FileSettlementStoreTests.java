package ai.vluna.spring.delivery.file;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.Delivery;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.SettlementStoreSuite;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FileSettlementStore}: what every store promises, and what becomes of
 * it when its disk fails.
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

	@Test
	void aBacklogIsNotPutInOrderForAGateThatIsAway() {
		FileStoreSettings settings = new FileStoreSettings(this.directory.resolve("away.mv"), CONCURRENCY,
				new Backoff(MIN_BACKOFF, MAX_BACKOFF), Duration.ofSeconds(5));
		StoreFile file = StoreFile.open(settings.path());
		try (FileSettlementStore store = new FileSettlementStore(() -> file, settings, Clock.systemUTC(),
				Schedulers.immediate())) {
			store.write(IntStream.range(0, 5000).mapToObj((i) -> Settlements.commit("id-" + i)).toList(), List.of());
			AbsentGate gate = new AbsentGate();
			store.start(gate);
			await().until(() -> gate.asked.get() == 1);
			assertThat(store.backlog().pending()).isEqualTo(5000);
			assertThat(file.settlements().ready().size()).isPositive().isLessThan(1000);
			assertThat(gate.asked).hasValue(1);
		}
	}

	@Test
	void aDiskThatFailsIsUsedAgainWithAllThatWasAcknowledged() {
		LossyDisk disk = new LossyDisk("failing", true);
		FileStoreSettings settings = new FileStoreSettings(Path.of("failing"), CONCURRENCY,
				new Backoff(MIN_BACKOFF, MAX_BACKOFF), Duration.ofSeconds(5));
		try (FileSettlementStore failing = new FileSettlementStore(() -> StoreFile.open(disk.file()), settings,
				Clock.systemUTC(), Schedulers.parallel())) {
			failing.write(List.of(Settlements.commit("before")), List.of());
			disk.cutPowerAfter(0);
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> failing.write(List.of(Settlements.commit("refused")), List.of()));
			disk.restorePower(new Random(1));
			await().ignoreExceptionsInstanceOf(StoreUnavailableException.class).until(() -> {
				failing.write(List.of(Settlements.commit("after")), List.of());
				return true;
			});
			assertThat(failing.pending(0, 10)).extracting((queued) -> queued.settlement().id())
				.contains("before", "after");
		}
	}

	/**
	 * Is asked once, and not again for an hour.
	 */
	private static final class AbsentGate implements SettlementSender {

		private final AtomicInteger asked = new AtomicInteger();

		@Override
		public Mono<Delivery> send(PendingSettlement settlement) {
			this.asked.incrementAndGet();
			return Mono.just(new Delivery.NotNow(rest()));
		}

		@Override
		public Duration rest() {
			return (this.asked.get() > 0) ? Duration.ofHours(1) : Duration.ZERO;
		}

	}

}
