package ai.vluna.spring.delivery.file;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

import ai.vluna.spring.delivery.store.Backoff;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FileKeyMemory}, and for threads that are interrupted.
 */
@ExtendWith(OutputCaptureExtension.class)
class FileKeyMemoryTests {

	private static final Duration RETENTION = Duration.ofHours(1);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private Instant now = Instant.parse("2026-01-02T03:04:05Z");

	private FileSettlementStore store;

	private KeyMemory memory;

	@BeforeEach
	void open() {
		this.store = new FileSettlementStore(settings(), Clock.fixed(this.now, ZoneOffset.UTC), Schedulers.parallel());
		this.memory = this.store.keyMemory(RETENTION, 3);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void keysSurviveTheProcess() {
		claim("done", "base-1");
		this.memory.done("done", "base-1").block(PATIENCE);
		claim("failed", "base-2");
		this.memory.failed("failed", "base-2").block(PATIENCE);
		reopenAfter(RETENTION.minusMillis(1));
		assertThat(claim("done", "new")).isEqualTo(new Refused(ConflictReason.DONE));
		assertThat(claim("failed", "new")).isEqualTo(new Granted("base-2"));
	}

	@Test
	void runningKeysOfADeadProcessAreTriedAgainUnderTheSameBase() {
		claim("key", "base-1");
		assertThat(claim("key", "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
		reopenAfter(Duration.ZERO);
		assertThat(claim("key", "base-2")).isEqualTo(new Granted("base-1"));
	}

	@Test
	void otherArgumentsAreRefused() {
		claim("key", "base-1");
		assertThat(this.memory.claim("key", "other", "base-2").block(PATIENCE))
			.isEqualTo(new Refused(ConflictReason.OTHER_ARGUMENTS));
	}

	@Test
	void onlyTheHolderEndsAKey() {
		claim("key", "base-1");
		this.memory.failed("key", "base-2").block(PATIENCE);
		assertThat(claim("key", "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
	}

	@Test
	void aKeyWhoseClaimFailedAfterItWasStoredIsHeldByNobody() {
		for (int operations = 0; operations < 10; operations++) {
			LossyDisk disk = new LossyDisk("keys-" + operations, true);
			try (FileSettlementStore failing = new FileSettlementStore(() -> StoreFile.open(disk.file()), settings(),
					Clock.fixed(this.now, ZoneOffset.UTC), Schedulers.parallel())) {
				KeyMemory memory = failing.keyMemory(RETENTION, 3);
				disk.cutPowerAfter(operations);
				KeyClaim claim = memory.claim("key", "print", "base-1").onErrorComplete().block(PATIENCE);
				disk.cutPowerAfter(Long.MAX_VALUE);
				Awaitility.await()
					.atMost(PATIENCE)
					.ignoreExceptions()
					.untilAsserted(() -> assertThat(memory.claim("key", "print", "base-2").block(PATIENCE))
						.isInstanceOf((claim != null) ? Refused.class : Granted.class));
				assertThat(memory.claim("key", "print", "base-3").block(PATIENCE))
					.isEqualTo(new Refused(ConflictReason.RUNNING));
			}
		}
	}

	@Test
	void aFailedKeyIsTriedAgainAlthoughItsEndCouldNotBeStored() {
		LossyDisk disk = new LossyDisk("failed-keys", true);
		try (FileSettlementStore failing = new FileSettlementStore(() -> StoreFile.open(disk.file()), settings(),
				Clock.fixed(this.now, ZoneOffset.UTC), Schedulers.parallel())) {
			KeyMemory memory = failing.keyMemory(RETENTION, 3);
			for (String key : List.of("first", "second")) {
				assertThat(memory.claim(key, "print", "base").block(PATIENCE)).isEqualTo(new Granted("base"));
			}
			disk.cutPowerAfter(0);
			for (String key : List.of("first", "second")) {
				assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> memory.failed(key, "base").block(PATIENCE));
			}
			disk.cutPowerAfter(Long.MAX_VALUE);
			for (String key : List.of("first", "second")) {
				Awaitility.await()
					.atMost(PATIENCE)
					.ignoreExceptions()
					.untilAsserted(() -> assertThat(memory.claim(key, "print", "new").block(PATIENCE))
						.isEqualTo(new Granted("base")));
				assertThat(memory.claim(key, "print", "new").block(PATIENCE))
					.isEqualTo(new Refused(ConflictReason.RUNNING));
			}
		}
	}

	@Test
	void aFailedKeyIsHeldAgainAndADoneOneNotTriedAgain() {
		claim("key", "base-1");
		this.memory.failed("key", "base-1").block(PATIENCE);
		assertThat(claim("key", "base-2")).isEqualTo(new Granted("base-1"));
		assertThat(claim("key", "base-3")).isEqualTo(new Refused(ConflictReason.RUNNING));
		this.memory.failed("key", "base-3").block(PATIENCE);
		assertThat(claim("key", "base-3")).isEqualTo(new Refused(ConflictReason.RUNNING));
		this.memory.done("key", "base-1").block(PATIENCE);
		assertThat(claim("key", "base-4")).isEqualTo(new Refused(ConflictReason.DONE));
	}

	@Test
	void keysAreNewAfterTheRetentionTime() {
		claim("key", "base-1");
		this.memory.done("key", "base-1").block(PATIENCE);
		reopenAfter(RETENTION);
		assertThat(claim("key", "base-2")).isEqualTo(new Granted("base-2"));
	}

	@Test
	void isBoundedAndSaysSoOnce(CapturedOutput output) {
		for (int i = 1; i <= 5; i++) {
			claim("key" + i, "base");
			this.memory.done("key" + i, "base").block(PATIENCE);
		}
		assertThat(claim("key5", "new")).isEqualTo(new Refused(ConflictReason.DONE));
		assertThat(claim("key1", "new")).isEqualTo(new Granted("new"));
		assertThat(output).containsOnlyOnce("keys of callers");
	}

	@Test
	void nothingOfTheCallerRunsOnTheThreadOfTheFile() {
		String thread = this.memory.claim("key", "print", "base")
			.map((claim) -> Thread.currentThread().getName())
			.block(PATIENCE);
		assertThat(thread).doesNotContain("vluna-file");
	}

	@Test
	void interruptedCallersDoNotCloseTheFile() {
		Thread.currentThread().interrupt();
		try {
			this.store.write(List.of(Settlements.commit("1")), List.of());
			assertThat(this.store.backlog().pending()).isOne();
			assertThat(this.store.pending(0, 10)).hasSize(1);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		this.store.write(List.of(Settlements.commit("2")), List.of());
		assertThat(this.store.backlog().pending()).isEqualTo(2);
	}

	private FileStoreSettings settings() {
		return new FileStoreSettings(this.directory.resolve("vluna.mv"), 1,
				new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)), Duration.ofSeconds(5));
	}

	private void reopenAfter(Duration time) {
		this.store.close();
		this.now = this.now.plus(time);
		open();
	}

	private KeyClaim claim(String key, String base) {
		Mono<KeyClaim> claim = this.memory.claim(key, "print", base);
		return Objects.requireNonNull(claim.block(PATIENCE));
	}

}
