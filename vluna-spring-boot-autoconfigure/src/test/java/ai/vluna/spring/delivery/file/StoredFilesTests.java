package ai.vluna.spring.delivery.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.FakeSender;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.denial.ConflictReason;
import ai.vluna.spring.gate.idempotency.KeyClaim.Granted;
import ai.vluna.spring.gate.idempotency.KeyClaim.Refused;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that each version of the format wrote are opened and drained. They are
 * 'store-v1.mv' and so on and must never change. One of a new version is written by the
 * same code to wherever the system property 'vluna.test.write-store-file' says, and is to
 * be checked in beside them, with its journal.
 */
class StoredFilesTests {

	private static final int FIRST_WITH_JOURNAL = 4;

	private static final String JOURNAL = ".journal";

	private static final Instant WRITTEN = Instant.parse("2026-01-02T03:04:06Z");

	private static final Duration RETENTION = Duration.ofHours(1);

	private static final PendingSettlement READY = Settlements.commit("ready");

	private static final PendingSettlement WAITING = Settlements.commit("waiting", "acme", "bob");

	private static final PendingSettlement BOOKING = Settlements.ingest(Settlements.commit("booking", "other", "üser"));

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private Path path;

	private void copy(int version) throws IOException {
		this.path = this.directory.resolve("store.mv");
		String written = System.getProperty("vluna.test.write-store-file");
		if (written != null) {
			write(Path.of(written));
			Files.copy(Path.of(written), this.path);
			Files.copy(Path.of(written + JOURNAL), Path.of(this.path + JOURNAL));
		}
		else {
			copy("store-v%d.mv".formatted(version), this.path);
			if (version >= FIRST_WITH_JOURNAL) {
				copy("store-v%d.mv".formatted(version) + JOURNAL, Path.of(this.path + JOURNAL));
			}
		}
	}

	private static void copy(String resource, Path target) throws IOException {
		Files.write(target, new ClassPathResource("delivery/" + resource).getContentAsByteArray());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4 })
	void whatItHoldsIsKnown(int version) throws IOException {
		copy(version);
		try (FileSettlementStore store = open()) {
			assertThat(store.pending(0, 10)).containsExactlyInAnyOrder(new QueuedSettlement(READY, 0, WRITTEN),
					new QueuedSettlement(WAITING, 2, WRITTEN.plusSeconds(60)),
					new QueuedSettlement(BOOKING, 0, WRITTEN));
			assertThat(store.dead(0, 10)).containsExactly(Settlements.dead(Settlements.commit("dead")));
			assertThat(store.backlog()).isEqualTo(new Backlog(3, Instant.parse(READY.endedAt()), 1));
			assertThat(store.unreadable()).isZero();
			KeyMemory memory = store.keyMemory(RETENTION, 100);
			assertThat(memory.claim("running", "print", "new").block()).isEqualTo(new Granted("base-1"));
			assertThat(memory.claim("done", "print", "new").block()).isEqualTo(new Refused(ConflictReason.DONE));
			assertThat(memory.claim("failed", "print", "new").block()).isEqualTo(new Granted("base-3"));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4 })
	void whatItHoldsIsSent(int version) throws IOException {
		copy(version);
		FakeSender sender = new FakeSender();
		try (FileSettlementStore store = open()) {
			store.start(sender);
			Awaitility.await().until(() -> store.backlog().pending() == 0);
			assertThat(store.revive(Settlements.commit("dead"))).isTrue();
			Awaitility.await().until(() -> store.backlog().pending() == 0);
		}
		assertThat(sender.sent()).containsExactlyInAnyOrder(READY, WAITING, BOOKING, Settlements.commit("dead"));
		try (FileSettlementStore store = open()) {
			assertThat(store.backlog()).isEqualTo(new Backlog(0, null, 0));
		}
	}

	private FileSettlementStore open() {
		return open(this.path, WRITTEN.plusSeconds(120));
	}

	private static FileSettlementStore open(Path path, Instant now) {
		FileStoreSettings settings = new FileStoreSettings(path, 2,
				new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)), Duration.ofSeconds(5));
		return new FileSettlementStore(settings, Clock.fixed(now, ZoneOffset.UTC), Schedulers.parallel());
	}

	private static void write(Path path) throws IOException {
		Files.deleteIfExists(path);
		Files.deleteIfExists(Path.of(path + JOURNAL));
		try (FileSettlementStore store = open(path, WRITTEN)) {
			store.write(List.of(), List.of(Settlements.dead(Settlements.commit("dead"))));
			KeyMemory memory = store.keyMemory(RETENTION, 100);
			memory.claim("running", "print", "base-1").block();
			memory.claim("done", "print", "base-2").then(memory.done("done", "base-2")).block();
			memory.claim("failed", "print", "base-3").then(memory.failed("failed", "base-3")).block();
		}
		StoreFile file = StoreFile.open(path);
		SettlementMaps settlements = file.settlements();
		write(settlements, BOOKING);
		settlements.wake(WRITTEN, 1);
		write(settlements, WAITING);
		settlements.wake(WRITTEN, 1);
		settlements.delay(WAITING, 2, WRITTEN.plusSeconds(60));
		file.commit();
		// In the journal alone.
		write(settlements, READY);
		assertThat(file.append()).isTrue();
		file.abandon();
	}

	private static void write(SettlementMaps settlements, PendingSettlement... pending) {
		Map<PendingSettlement, byte[]> bytes = new LinkedHashMap<>();
		for (PendingSettlement settlement : pending) {
			bytes.put(settlement, SettlementFormat.write(settlement));
		}
		settlements.write(bytes, Map.of(), WRITTEN);
	}

}
