package ai.vluna.spring.gate.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import ai.vluna.spring.denial.ConflictReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClaimedKey}.
 */
class ClaimedKeyTests {

	private final InMemoryKeyMemory memory = new InMemoryKeyMemory(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
			Duration.ofDays(1), 10);

	private final FailingMemory failing = new FailingMemory();

	private final ClaimedKey key = new ClaimedKey(this.failing, "key", "base");

	private VirtualTimeScheduler time;

	@BeforeEach
	void claim() {
		this.time = VirtualTimeScheduler.getOrSet();
		claimAgain();
	}

	@AfterEach
	void reset() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void thatItIsDoneIsSaidAgainUntilItIsRemembered() {
		this.failing.failures = 8;
		assertThat(this.key.done().toFuture()).isCompleted();
		assertThat(claimAgain()).isEqualTo(new KeyClaim.Refused(ConflictReason.RUNNING));
		this.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(claimAgain()).isEqualTo(new KeyClaim.Refused(ConflictReason.DONE));
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.failing.asked).isEqualTo(9);
	}

	@Test
	void thatItIsDoneIsNotSaidForEver() {
		this.failing.failures = Integer.MAX_VALUE;
		this.key.done().toFuture();
		this.time.advanceTimeBy(Duration.ofMinutes(30));
		int before = this.failing.asked;
		this.time.advanceTimeBy(Duration.ofMinutes(90));
		int after = this.failing.asked;
		this.time.advanceTimeBy(Duration.ofDays(1));
		assertThat(this.failing.asked).isEqualTo(after).isGreaterThan(before);
	}

	@Test
	void thatItFailedIsSaidOnce() {
		this.failing.failures = 1;
		assertThat(this.key.failed().toFuture()).isCompleted();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.failing.asked).isOne();
	}

	private KeyClaim claimAgain() {
		return this.memory.claim("key", "print", "base").blockOptional().orElseThrow();
	}

	/**
	 * Does not remember ends for a while.
	 */
	private final class FailingMemory implements KeyMemory {

		private int failures;

		private int asked;

		@Override
		public Mono<KeyClaim> claim(String key, String fingerprint, String base) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Mono<Void> done(String key, String base) {
			return end(ClaimedKeyTests.this.memory.done(key, base));
		}

		@Override
		public Mono<Void> failed(String key, String base) {
			return end(ClaimedKeyTests.this.memory.failed(key, base));
		}

		private Mono<Void> end(Mono<Void> end) {
			this.asked++;
			return (this.asked > this.failures) ? end : Mono.error(new IllegalStateException("no connection"));
		}

	}

}
