package ai.vluna.spring.delivery.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.Settlements;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StoreFile} and what lies in it.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreFileTests {

	private static final int LATER_FORMAT = 5;

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void itsSizeIsBoundedOnceTheBacklogIsDrained() throws IOException {
		StoreFile file = open();
		for (int group = 0; group < 200; group++) {
			Map<PendingSettlement, byte[]> settlements = new TreeMap<>((one, other) -> one.id().compareTo(other.id()));
			for (int i = 0; i < 250; i++) {
				PendingSettlement settlement = Settlements.commit(group + "-" + i, "p" + i % 7, "u" + i);
				settlements.put(settlement, SettlementFormat.write(settlement));
			}
			file.settlements().write(settlements, Map.of(), NOW);
			file.commit();
		}
		long full = file.size();
		assertThat(file.settlements().backlog().pending()).isEqualTo(50_000);
		file.settlements().wake(NOW, 50_000);
		int removed = 0;
		for (String name : new ArrayList<>(file.settlements().ready().keyList())) {
			file.settlements().remove(Objects.requireNonNull(file.settlements().readReady(name)).settlement());
			if (++removed % 500 == 0) {
				file.commit();
			}
		}
		for (int i = 0; i < 50 && file.tidy(); i++) {
			assertThat(i).isLessThan(49);
		}
		assertThat(file.settlements().backlog().pending()).isZero();
		assertThat(full).isGreaterThan(10 << 20);
		assertThat(file.size()).isLessThan(2 << 20);
		file.close();
		byte[] content = Files.readAllBytes(this.directory.resolve("vluna.mv"));
		assertThat(content).hasSizeLessThan(2 << 20);
		// Old chunks there could be taken for the last one.
		int used = (int) file.size();
		assertThat(Arrays.copyOfRange(content, used, content.length)).isEqualTo(new byte[content.length - used]);
	}

	@Test
	void itsSizeIsBoundedWhileAsMuchIsSentAsIsWritten() {
		StoreFile file = open();
		for (int round = 0; round < 1000; round++) {
			PendingSettlement settlement = Settlements.commit("s" + round);
			file.settlements().write(Map.of(settlement, SettlementFormat.write(settlement)), Map.of(), NOW);
			file.commit();
			file.settlements().remove(settlement);
		}
		assertThat(file.size()).isLessThan(1 << 20);
		file.close();
	}

	@Test
	void itsSizeIsBoundedWhileItsJournalTakesInWhatIsWritten() throws IOException {
		StoreFile file = open();
		int commits = 0;
		for (int round = 0; round < 1000; round++) {
			PendingSettlement settlement = Settlements.commit("s" + round);
			write(file.settlements(), settlement);
			if (!file.append()) {
				file.commit();
				commits++;
			}
			file.settlements().remove(settlement);
		}
		assertThat(commits).isBetween(1, 10);
		assertThat(file.size()).isLessThan(1 << 20);
		assertThat(this.directory.resolve("vluna.mv.journal")).hasSize(1 << 20);
		file.close();
		assertThat(Files.size(this.directory.resolve("vluna.mv"))).isLessThan(1 << 20);
	}

	@Test
	void aGroupOfManyUsersTakesLittleMoreSpaceThanItsBytes() {
		StoreFile file = open();
		for (int user = 0; user < 5000; user++) {
			PendingSettlement settlement = Settlements.commit("old-" + user, "p" + user, "u");
			file.settlements().write(Map.of(settlement, SettlementFormat.write(settlement)), Map.of(), NOW);
		}
		file.settlements().wake(NOW, 5000);
		file.commit();
		long before = file.size();
		Map<PendingSettlement, byte[]> group = new TreeMap<>((one, other) -> one.id().compareTo(other.id()));
		for (int user = 0; user < 5000; user += 50) {
			PendingSettlement settlement = Settlements.commit("new-" + user, "p" + user, "u");
			group.put(settlement, SettlementFormat.write(settlement));
		}
		file.settlements().write(group, Map.of(), NOW.plusSeconds(1));
		file.commit();
		int bytes = group.values().stream().mapToInt((written) -> written.length).sum();
		assertThat(file.size() - before).isLessThan(3L * bytes);
		file.close();
	}

	@Test
	void whatThisVersionCannotReadStaysUntilALaterOneOpensTheFile(CapturedOutput output) {
		StoreFile file = open();
		PendingSettlement settlement = Settlements.commit("1");
		byte[] later = writtenLater(settlement);
		file.settlements().write(Map.of(settlement, later, Settlements.commit("2"), later), Map.of(), NOW);
		file.settlements().wake(NOW, 2);
		for (String name : List.copyOf(file.settlements().ready().keyList())) {
			assertThat(file.settlements().readReady(name)).isNull();
		}
		assertThat(file.settlements().ready().isEmpty()).isTrue();
		assertThat(file.settlements().unreadable()).isEqualTo(2);
		assertThat(file.settlements().backlog().pending()).isEqualTo(2);
		assertThat(file.settlements().pending(0, 10)).isEmpty();
		assertThat(output).containsOnlyOnce("Settlement '1' stays stored")
			.containsOnlyOnce("Settlement '2' stays stored")
			.contains("start a later version");
		file.close();
		file = open();
		assertThat(file.settlements().ready().sizeAsLong()).isEqualTo(2);
		file.close();
	}

	private static byte[] writtenLater(PendingSettlement settlement) {
		return new String(SettlementFormat.write(settlement), StandardCharsets.UTF_8)
			.replace("\"version\":1", "\"version\":2")
			.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void whatHadNoPlaceYetGetsOneWhenTheFileIsOpened() {
		StoreFile file = open();
		for (int group = 0; group < 30; group++) {
			SettlementMaps settlements = file.settlements();
			write(settlements, group);
			if (group % 5 == 0) {
				// From a store that failed, for example.
				write(settlements, Settlements.commit("late-" + group));
			}
			if (group % 3 == 0) {
				settlements.wake(NOW, 30);
				for (String name : List.copyOf(settlements.ready().keyList()).subList(0, 20)) {
					PendingSettlement ready = Objects.requireNonNull(settlements.readReady(name)).settlement();
					if (ready.id().endsWith("7")) {
						settlements.delay(ready, 1, NOW.plusSeconds(group));
					}
					else {
						settlements.remove(ready);
					}
				}
			}
			file.commit();
			if (group % 4 == 0) {
				file.abandon();
				file = open();
			}
		}
		file.abandon();
		file = open();
		SettlementMaps settlements = file.settlements();
		int pending = (int) settlements.backlog().pending();
		assertThat(pending).isGreaterThan(2000);
		assertThat(settlements.wake(NOW.plusSeconds(100), pending)).isNull();
		assertThat(settlements.ready().keyList()).hasSize(pending)
			.allSatisfy((name) -> assertThat(settlements.readReady(name)).isNotNull());
		file.close();
	}

	private static void write(SettlementMaps settlements, int group) {
		for (int i = 0; i < 100; i++) {
			String id = group + "-" + i;
			PendingSettlement settlement = Settlements.commit(id, "p" + i, "u");
			String endedAt = NOW.plusMillis(group).toString();
			write(settlements, new PendingSettlement(settlement.version(), id, settlement.kind(), settlement.baseUrl(),
					settlement.realmId(), settlement.principalId(), settlement.userId(), null,
					settlement.idempotencyKey(), null, settlement.featureCode(), 1, null, endedAt, settlement.body()));
		}
	}

	private static void write(SettlementMaps settlements, PendingSettlement settlement) {
		settlements.write(Map.of(settlement, SettlementFormat.write(settlement)), Map.of(), NOW);
	}

	@Test
	void whatThisVersionCannotReadAndHadNoPlaceYetStaysToo() {
		StoreFile file = open();
		PendingSettlement unreadable = Settlements.commit("2");
		write(file.settlements(), Settlements.commit("1"));
		file.settlements().write(Map.of(unreadable, writtenLater(unreadable)), Map.of(), NOW);
		write(file.settlements(), Settlements.commit("3"));
		file.commit();
		file.abandon();
		file = open();
		assertThat(file.settlements().unreadable()).isEqualTo(1);
		assertThat(file.settlements().backlog().pending()).isEqualTo(3);
		file.settlements().wake(NOW, 3);
		assertThat(file.settlements().ready().keyList()).hasSize(2);
		file.close();
	}

	@Test
	void aFileOfALaterVersionIsLeftAlone() {
		Path path = this.directory.resolve("vluna.mv");
		MVStore later = MVStore.open(path.toString());
		later.setStoreVersion(LATER_FORMAT);
		later.close();
		assertThatExceptionOfType(UnusableStoreFileException.class).isThrownBy(this::open)
			.withMessageContaining(path.toString())
			.withMessageContaining("later version")
			.withMessageContaining("vluna.delivery.file.path");
		MVStore again = MVStore.open(path.toString());
		assertThat(again.getStoreVersion()).isEqualTo(LATER_FORMAT);
		again.close();
	}

	@Test
	void aReadOnlyFileIsRefused() {
		LossyDisk disk = new LossyDisk("read-only", true);
		StoreFile.open(disk.file()).close();
		disk.makeReadOnly();
		assertThatExceptionOfType(UnusableStoreFileException.class).isThrownBy(() -> StoreFile.open(disk.file()))
			.withMessageContaining("is read-only")
			.withMessageContaining("vluna.delivery.file.path");
	}

	@Test
	void aFileThatCannotBeOpenedForLackOfMemoryIsLetGo() {
		LossyDisk disk = new LossyDisk("no-memory", true);
		StoreFile.open(disk.file()).close();
		disk.failWith(new OutOfMemoryError("of a test"));
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> StoreFile.open(disk.file()));
		assertThat(disk.openFiles()).isZero();
		disk.failWith(null);
		StoreFile.open(disk.file()).close();
	}

	private StoreFile open() {
		return StoreFile.open(this.directory.resolve("vluna.mv"));
	}

}
