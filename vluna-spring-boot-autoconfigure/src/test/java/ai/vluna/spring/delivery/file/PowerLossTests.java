package ai.vluna.spring.delivery.file;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.Settlements;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What survives when the power fails. Each round does what a seed says, until the disk is
 * cut off, also while the file is being opened, compacted or closed. Another seed is
 * chosen by the system property 'vluna.test.seed', more rounds by 'vluna.test.rounds'.
 */
class PowerLossTests {

	private static final long SEED = Long.getLong("vluna.test.seed", System.nanoTime());

	private static final int ROUNDS = Integer.getInteger("vluna.test.rounds", 50);

	@Test
	void nothingIsLostThatWasAcknowledged() {
		LongStream.range(0, ROUNDS)
			.forEach(
					(round) -> assertThat(new Round(SEED + round, true).lost()).as("seed " + (SEED + round)).isEmpty());
	}

	@Test
	void withoutSyncingMuchWouldBeLost() {
		assertThat(LongStream.range(0, 20).filter((round) -> isDamaged(SEED + round)).count())
			.as("losses from seed " + SEED)
			.isGreaterThan(5);
	}

	private static boolean isDamaged(long seed) {
		try {
			return !new Round(seed, false).lost().isEmpty();
		}
		catch (RuntimeException | AssertionError | StackOverflowError ex) {
			// Whoever relies on what is not there any more may be the first to notice.
			return true;
		}
	}

	/**
	 * Some work on one file with several failures.
	 */
	private static final class Round {

		private final Random random;

		private final LossyDisk disk;

		private final Set<String> acknowledged = new HashSet<>();

		private final Set<String> forgettable = new HashSet<>();

		private int written;

		Round(long seed, boolean syncs) {
			this.random = new Random(seed);
			this.disk = new LossyDisk("round-" + seed + syncs, syncs);
		}

		Set<String> lost() {
			for (int failure = 0; failure < 3; failure++) {
				this.disk.cutPowerAfter(this.random.nextInt(200));
				while (!this.disk.isOff()) {
					this.disk.killAfter(this.random.nextInt(200));
					try {
						work();
					}
					catch (MVStoreException | UnusableStoreFileException ex) {
						if (!this.disk.isOff() && !this.disk.isKilled()) {
							throw ex;
						}
					}
					this.disk.killAfter(Long.MAX_VALUE);
				}
				this.disk.restorePower(this.random);
				Set<String> lost = missing();
				if (!lost.isEmpty()) {
					return lost;
				}
			}
			return Set.of();
		}

		private void work() {
			StoreFile file = StoreFile.open(this.disk.file());
			while (!this.disk.isOff() && !this.disk.isKilled()) {
				switch (this.random.nextInt(10)) {
					case 0, 1, 2, 3 -> write(file);
					case 4, 5, 6 -> answer(file);
					case 7 -> file.commit();
					case 8 -> file.tidy();
					default -> {
						if (this.random.nextInt(4) == 0) {
							file.close();
							file = StoreFile.open(this.disk.file());
						}
					}
				}
			}
		}

		private void write(StoreFile file) {
			Map<PendingSettlement, byte[]> group = new LinkedHashMap<>();
			for (int i = this.random.nextInt(30); i >= 0; i--) {
				PendingSettlement settlement = Settlements.commit("s" + this.written++, "p" + i % 3, "u" + i)
					.sending(PendingSettlement.Kind.COMMIT, "key", "x".repeat(this.random.nextInt(8000)));
				group.put(settlement, SettlementFormat.write(settlement));
			}
			file.settlements().write(group, Map.of(), Instant.EPOCH);
			if (!file.append()) {
				file.commit();
			}
			group.keySet().forEach((settlement) -> this.acknowledged.add(settlement.id()));
		}

		private void answer(StoreFile file) {
			SettlementMaps settlements = file.settlements();
			settlements.wake(Instant.EPOCH.plusMillis(500), 100);
			for (String name : new ArrayList<>(settlements.ready().keyList()).stream().limit(40).toList()) {
				QueuedSettlement queued = settlements.readReady(name);
				assertThat(queued).isNotNull();
				PendingSettlement settlement = queued.settlement();
				switch (this.random.nextInt(8)) {
					case 0 -> settlements.delay(settlement, 1, Instant.EPOCH.plusMillis(this.random.nextInt(1000)));
					case 1 -> settlements.bury(settlement, Settlements.dead(settlement));
					case 2 -> settlements.replace(settlement, Settlements.ingest(settlement), Instant.EPOCH);
					default -> {
						settlements.remove(settlement);
						this.forgettable.add(settlement.id());
					}
				}
			}
		}

		private Set<String> missing() {
			StoreFile file = StoreFile.open(this.disk.file());
			List<QueuedSettlement> pending = file.settlements().pending(0, Integer.MAX_VALUE);
			Set<String> missing = new HashSet<>(this.acknowledged);
			missing.removeAll(this.forgettable);
			pending.forEach((queued) -> missing.remove(queued.settlement().id()));
			file.settlements().dead(0, Integer.MAX_VALUE).forEach((dead) -> missing.remove(dead.settlement().id()));
			file.settlements().wake(Instant.MAX.minusSeconds(1_000_000_000), Integer.MAX_VALUE);
			assertThat(file.settlements().ready().sizeAsLong()).isEqualTo(pending.size());
			file.abandon();
			return missing;
		}

	}

}
