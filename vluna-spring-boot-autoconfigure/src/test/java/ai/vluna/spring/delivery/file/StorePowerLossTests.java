package ai.vluna.spring.delivery.file;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.denial.ConflictReason;
import ai.vluna.spring.gate.idempotency.KeyClaim;
import ai.vluna.spring.gate.idempotency.KeyClaim.Granted;
import ai.vluna.spring.gate.idempotency.KeyClaim.Refused;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What survives when the power fails under a whole store, while callers write,
 * settlements are sent and operators act. Another seed is chosen by the system property
 * 'vluna.test.seed', more rounds by 'vluna.test.rounds'; a seed does not fix how threads
 * take turns.
 */
class StorePowerLossTests {

	private static final long SEED = Long.getLong("vluna.test.seed", System.nanoTime());

	private static final int ROUNDS = Integer.getInteger("vluna.test.rounds", 10);

	private static final int FAILURES = 3;

	private static final int CALLERS = 3;

	private static final LoggingSystem LOGGING = LoggingSystem.get(StorePowerLossTests.class.getClassLoader());

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	/**
	 * A disk without power is an error of its own each time.
	 */
	@BeforeEach
	void beQuiet() {
		LOGGING.setLogLevel(ReopeningFile.class.getName(), LogLevel.OFF);
	}

	@AfterEach
	void stopCallers() {
		this.callers.shutdownNow();
		LOGGING.setLogLevel(ReopeningFile.class.getName(), null);
	}

	@Test
	void whatWasAcknowledgedIsChargedOnceAndKeysAreRemembered() {
		LongStream.range(SEED, SEED + ROUNDS).forEach((seed) -> new Round(seed).run());
	}

	/**
	 * Some work on one file with several failures.
	 */
	private final class Round {

		private final long seed;

		private final Random random;

		private final LossyDisk disk;

		private final ChargingGate gate;

		private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

		private final Set<String> revived = ConcurrentHashMap.newKeySet();

		private final Set<String> droppedPerhaps = ConcurrentHashMap.newKeySet();

		private final Map<String, KnownKey> keys = new ConcurrentHashMap<>();

		Round(long seed) {
			this.seed = seed;
			this.random = new Random(seed);
			this.disk = new LossyDisk("store-" + seed, true);
			this.gate = new ChargingGate(new Random(seed), this.disk);
		}

		void run() {
			for (int failure = 0; failure < FAILURES; failure++) {
				this.disk.cutPowerAfter(this.random.nextInt(300));
				this.gate.unlucky(true);
				workUntilThePowerFails(failure);
				this.gate.unlucky(false);
				this.disk.restorePower(this.random);
				try (FileSettlementStore store = open()) {
					checkKeys(store.keyMemory(Duration.ofHours(1), 10_000));
					checkSettlements(store);
				}
			}
			try (FileSettlementStore store = open()) {
				store.start(this.gate);
				Awaitility.await().atMost(PATIENCE).until(() -> store.backlog().pending() == 0);
				checkSettlements(store);
			}
		}

		private FileSettlementStore open() {
			FileStoreSettings settings = new FileStoreSettings(Path.of("lossy"), 4,
					new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)), Duration.ofSeconds(5));
			return new FileSettlementStore(() -> StoreFile.open(this.disk.file()), settings, Clock.systemUTC(),
					Schedulers.parallel());
		}

		private void workUntilThePowerFails(int failure) {
			try (FileSettlementStore store = open()) {
				KeyMemory memory = store.keyMemory(Duration.ofHours(1), 10_000);
				store.start(this.gate);
				List<Future<?>> running = new ArrayList<>();
				for (int caller = this.random.nextInt(CALLERS); caller >= 0; caller--) {
					Random random = new Random(this.random.nextLong());
					String name = failure + "-" + caller + "-";
					running.add(StorePowerLossTests.this.callers.submit(() -> work(store, memory, name, random)));
				}
				for (Future<?> each : running) {
					each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
				}
			}
			catch (UnusableStoreFileException | StoreUnavailableException ex) {
				assertThat(this.disk.isOff()).as(this + ": " + ex).isTrue();
			}
			catch (Exception ex) {
				throw new AssertionError(toString(), ex);
			}
		}

		private void work(FileSettlementStore store, KeyMemory memory, String name, Random random) {
			try {
				for (int step = 0; !this.disk.isOff(); step++) {
					switch (random.nextInt(6)) {
						case 0, 1 -> write(store, name + step, random);
						case 2, 3 -> operate(store, random);
						default -> useKey(memory, name + step, random);
					}
					if (random.nextInt(12) == 0) {
						// Right after something was acknowledged.
						this.disk.cutPowerAfter(0);
					}
				}
			}
			catch (StoreUnavailableException ex) {
				assertThat(this.disk.isOff()).as(this + ": " + ex).isTrue();
			}
		}

		private void write(FileSettlementStore store, String name, Random random) {
			List<PendingSettlement> group = new ArrayList<>();
			for (int i = random.nextInt(20); i >= 0; i--) {
				group.add(Settlements.commit(name + "-" + i, "p" + i % 3, "u" + i)
					.sending(PendingSettlement.Kind.COMMIT, name + "-key-" + i, "x".repeat(random.nextInt(3000))));
			}
			store.write(group, List.of());
			group.forEach((settlement) -> this.acknowledged.add(settlement.id()));
		}

		private void operate(FileSettlementStore store, Random random) {
			for (DeadSettlement dead : store.dead(random.nextInt(3), 3)) {
				String id = dead.settlement().id();
				if (random.nextBoolean()) {
					this.droppedPerhaps.add(id);
					if (store.drop(id)) {
						this.gate.dropped(id);
					}
				}
				else if (store.revive(Settlements.ingest(dead.settlement()))) {
					this.revived.add(id);
				}
			}
		}

		private void useKey(KeyMemory memory, String key, Random random) {
			KnownKey known = new KnownKey("base-" + key, new HashSet<>());
			assertThat(memory.claim(key, "print", known.base()).block(PATIENCE)).isEqualTo(new Granted(known.base()));
			known.expected().add(new Granted(known.base()));
			this.keys.put(key, known);
			int end = random.nextInt(3);
			if (end == 1) {
				known.expected().add(new Refused(ConflictReason.DONE));
				memory.done(key, known.base()).block(PATIENCE);
				known.expected().remove(new Granted(known.base()));
			}
			else if (end == 2) {
				memory.failed(key, known.base()).block(PATIENCE);
			}
		}

		private void checkKeys(KeyMemory memory) {
			this.keys.forEach((key, known) -> {
				KeyClaim claim = memory.claim(key, "print", "another").block(PATIENCE);
				assertThat(claim).as(this + ": key " + key).isIn(known.expected());
			});
		}

		private void checkSettlements(FileSettlementStore store) {
			Set<String> pending = new HashSet<>();
			for (QueuedSettlement queued : store.pending(0, Integer.MAX_VALUE)) {
				pending.add(queued.settlement().id());
			}
			Set<String> dead = new HashSet<>();
			store.dead(0, Integer.MAX_VALUE).forEach((each) -> dead.add(each.settlement().id()));
			assertThat(this.gate.mistakes()).as(toString()).isEmpty();
			assertThat(this.acknowledged).as(toString())
				.allMatch((id) -> pending.contains(id) || dead.contains(id) || this.gate.hasCharged(id)
						|| this.droppedPerhaps.contains(id));
			assertThat(this.gate.dropped()).as(toString()).noneMatch((id) -> pending.contains(id) || dead.contains(id));
			assertThat(this.revived).as(toString())
				.allMatch((id) -> pending.contains(id) || this.gate.hasCharged(id))
				.noneMatch(dead::contains);
		}

		@Override
		public String toString() {
			return "seed " + this.seed;
		}

	}

	/**
	 * A key that was granted.
	 *
	 * @param base the base under which it was granted
	 * @param expected what a later process may be told
	 */
	private record KnownKey(String base, Set<KeyClaim> expected) {

	}

}
