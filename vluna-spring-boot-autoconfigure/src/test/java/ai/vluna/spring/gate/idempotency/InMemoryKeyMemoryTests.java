package ai.vluna.spring.gate.idempotency;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import ai.vluna.spring.denial.ConflictReason;
import ai.vluna.spring.gate.MovableClock;
import ai.vluna.spring.gate.idempotency.KeyClaim.Granted;
import ai.vluna.spring.gate.idempotency.KeyClaim.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link InMemoryKeyMemory}.
 */
@ExtendWith(OutputCaptureExtension.class)
class InMemoryKeyMemoryTests {

	private static final Duration RETENTION = Duration.ofHours(1);

	private final MovableClock clock = new MovableClock();

	private final InMemoryKeyMemory memory = new InMemoryKeyMemory(this.clock, RETENTION, 3);

	@Test
	void claimsNothingBeforeSubscription() {
		this.memory.claim("key", "print", "base-1");
		assertThat(claim("key", "print", "base-2")).isEqualTo(new Granted("base-2"));
	}

	@Test
	void aRunningKeyIsRefusedHoweverLongItRuns() {
		claim("key", "print", "base-1");
		assertThat(claim("key", "print", "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
		this.clock.advance(RETENTION.multipliedBy(100));
		assertThat(claim("key", "print", "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
		assertThat(claim("other", "print", "base-2")).isEqualTo(new Granted("base-2"));
	}

	@Test
	void aDoneKeyIsRefusedForTheRetentionTimeAndThenNew() {
		claim("key", "print", "base-1");
		this.clock.advance(RETENTION);
		done("key", "base-1");
		this.clock.advance(RETENTION.minusMillis(1));
		assertThat(claim("key", "print", "base-2")).isEqualTo(new Refused(ConflictReason.DONE));
		this.clock.advance(Duration.ofMillis(1));
		assertThat(claim("key", "print", "base-2")).isEqualTo(new Granted("base-2"));
	}

	@Test
	void aFailedKeyIsTriedAgainUnderTheSameBase() {
		claim("key", "print", "base-1");
		failed("key", "base-1");
		assertThat(claim("key", "print", "base-2")).isEqualTo(new Granted("base-1"));
		assertThat(claim("key", "print", "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
		failed("key", "base-1");
		this.clock.advance(RETENTION);
		assertThat(claim("key", "print", "base-3")).isEqualTo(new Granted("base-3"));
	}

	@Test
	void anotherFingerprintIsRefusedInEveryState() {
		Refused refused = new Refused(ConflictReason.OTHER_ARGUMENTS);
		claim("key", "print", "base-1");
		assertThat(claim("key", "other", "base-2")).isEqualTo(refused);
		failed("key", "base-1");
		assertThat(claim("key", "other", "base-2")).isEqualTo(refused);
		claim("key", "print", "base-2");
		done("key", "base-1");
		assertThat(claim("key", "other", "base-2")).isEqualTo(refused);
		this.clock.advance(RETENTION);
		assertThat(claim("key", "other", "base-2")).isEqualTo(new Granted("base-2"));
	}

	@Test
	void onlyTheHolderEndsAKeyAndOnlyOnce() {
		done("key", "base-1");
		claim("key", "print", "base-1");
		done("key", "base-2");
		assertThat(claim("key", "print", "base-2")).isEqualTo(new Refused(ConflictReason.RUNNING));
		done("key", "base-1");
		failed("key", "base-1");
		assertThat(claim("key", "print", "base-2")).isEqualTo(new Refused(ConflictReason.DONE));
	}

	@Test
	void isBoundedAndSaysSoOnce(CapturedOutput output) {
		for (int i = 1; i <= 5; i++) {
			claim("key" + i, "print", "base");
			done("key" + i, "base");
		}
		assertThat(claim("key2", "print", "new")).isEqualTo(new Granted("new"));
		assertThat(claim("key3", "print", "new")).isEqualTo(new Refused(ConflictReason.DONE));
		assertThat(output).containsOnlyOnce("keys of callers");
	}

	@Test
	void failedKeysDisplaceNeitherDoneNorRunningOnes() {
		claim("running", "print", "base");
		claim("done", "print", "base");
		done("done", "base");
		for (int i = 1; i <= 10; i++) {
			claim("key" + i, "print", "base");
			failed("key" + i, "base");
		}
		assertThat(claim("done", "print", "new")).isEqualTo(new Refused(ConflictReason.DONE));
		assertThat(claim("running", "print", "new")).isEqualTo(new Refused(ConflictReason.RUNNING));
		assertThat(claim("key7", "print", "new")).isEqualTo(new Granted("new"));
		assertThat(claim("key8", "print", "new")).isEqualTo(new Granted("base"));
	}

	@Test
	void grantsOneOfManyClaimsAtATime() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			for (int round = 0; round < 200; round++) {
				String key = "key" + round;
				CountDownLatch start = new CountDownLatch(1);
				List<Future<KeyClaim>> claims = IntStream.range(0, 8).mapToObj((i) -> threads.submit(() -> {
					start.await();
					return claim(key, "print", "base-" + i);
				})).toList();
				start.countDown();
				int granted = 0;
				for (Future<KeyClaim> claim : claims) {
					granted += (claim.get() instanceof Granted) ? 1 : 0;
				}
				assertThat(granted).isOne();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void needsRoomAndTime() {
		assertThatIllegalArgumentException().isThrownBy(() -> new InMemoryKeyMemory(this.clock, Duration.ZERO, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new InMemoryKeyMemory(this.clock, RETENTION, 0));
	}

	private KeyClaim claim(String key, String fingerprint, String base) {
		return Objects.requireNonNull(this.memory.claim(key, fingerprint, base).block());
	}

	private void done(String key, String base) {
		this.memory.done(key, base).block();
	}

	private void failed(String key, String base) {
		this.memory.failed(key, base).block();
	}

}
