package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.policy.OnUnreachable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WaiverBudget}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WaiverBudgetTests {

	private static final BillingSubject ALICE = BillingSubject.of("acme", "alice");

	private static final BillingSubject BOB = BillingSubject.of("acme", "bob");

	private static final WaiverBounds BOUNDS = new WaiverBounds(1000, 1000, Duration.ofMinutes(30),
			Duration.ofMinutes(10));

	private final MovableClock clock = new MovableClock();

	private final WaiverBudget budget = new WaiverBudget(BOUNDS, this.clock);

	@Test
	void isGivenBackOnceHoweverManyLearnThatWorkIsOver() {
		WaiverBudget small = new WaiverBudget(new WaiverBounds(2, 2, Duration.ofHours(1), Duration.ofHours(1)),
				this.clock);
		assertThat(small.tryAcquire(ALICE)).isTrue();
		assertThat(small.tryAcquire(ALICE)).isTrue();
		Runnable release = small.releaseOf(ALICE);
		release.run();
		release.run();
		assertThat(small.tryAcquire(ALICE)).isTrue();
		assertThat(small.tryAcquire(ALICE)).isFalse();
	}

	@Test
	void endsForASubjectAfterItsTime() {
		assertThat(this.budget.tryAcquire(ALICE)).isTrue();
		this.clock.advance(Duration.ofMinutes(10).minusNanos(1));
		assertThat(this.budget.tryAcquire(ALICE)).isTrue();
		assertThat(this.budget.tryAcquire(BOB)).isTrue();
		this.clock.advance(Duration.ofNanos(1));
		assertThat(this.budget.tryAcquire(ALICE)).isFalse();
		assertThat(this.budget.tryAcquire(BOB)).isTrue();
	}

	@Test
	void endsForEverybodyAfterTheTimeOfTheInstance() {
		assertThat(this.budget.tryAcquire(ALICE)).isTrue();
		this.clock.advance(Duration.ofMinutes(30).minusNanos(1));
		assertThat(this.budget.tryAcquire(BOB)).isTrue();
		this.clock.advance(Duration.ofNanos(1));
		assertThat(this.budget.tryAcquire(BOB)).isFalse();
		assertThat(this.budget.tryAcquire(BillingSubject.of("globex", "eve"))).isFalse();
		this.clock.advance(Duration.ofDays(2));
		assertThat(this.budget.tryAcquire(BOB)).isFalse();
	}

	@Test
	void beginsAnewAfterAnAnswer() {
		assertThat(this.budget.tryAcquire(ALICE)).isTrue();
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.budget.tryAcquire(ALICE)).isFalse();
		this.budget.answered();
		assertThat(this.budget.tryAcquire(ALICE)).isTrue();
		this.clock.advance(Duration.ofMinutes(9));
		assertThat(this.budget.tryAcquire(ALICE)).isTrue();
	}

	@Test
	void isCountedFromTheFirstWorkThatWasLetIn() {
		WaiverBudget none = new WaiverBudget(new WaiverBounds(1, 1, Duration.ofMinutes(30), Duration.ofMinutes(10)),
				this.clock);
		assertThat(none.tryAcquire(ALICE)).isTrue();
		assertThat(none.tryAcquire(BOB)).isFalse();
		none.releaseOf(ALICE).run();
		this.clock.advance(Duration.ofMinutes(15));
		assertThat(none.tryAcquire(BOB)).as("was never let in before").isTrue();
	}

	@Test
	void takesNothingFromTheBoundInNumberWhenItIsTooLate() {
		WaiverBudget single = new WaiverBudget(new WaiverBounds(2, 1, Duration.ofMinutes(30), Duration.ofMinutes(10)),
				this.clock);
		assertThat(single.tryAcquire(ALICE)).isTrue();
		single.releaseOf(ALICE).run();
		this.clock.advance(Duration.ofMinutes(10));
		for (int i = 0; i < 10; i++) {
			assertThat(single.tryAcquire(ALICE)).isFalse();
		}
		assertThat(single.tryAcquire(BOB)).isTrue();
		single.answered();
		assertThat(single.tryAcquire(ALICE)).isTrue();
	}

	@Test
	void letsInNoMoreThanItsBoundsWhoeverRaces() throws Exception {
		for (int round = 0; round < 200; round++) {
			WaiverBudget raced = new WaiverBudget(
					new WaiverBounds(7, 3, Duration.ofMinutes(30), Duration.ofMinutes(10)), this.clock);
			AtomicInteger alices = new AtomicInteger();
			AtomicInteger all = new AtomicInteger();
			race(8, (racer) -> {
				BillingSubject subject = (racer % 2 == 0) ? ALICE : BillingSubject.of("acme", "u" + racer);
				for (int i = 0; i < 5; i++) {
					if (raced.tryAcquire(subject)) {
						all.incrementAndGet();
						alices.addAndGet((racer % 2 == 0) ? 1 : 0);
					}
					raced.answered();
				}
			});
			assertThat(all.get()).isLessThanOrEqualTo(7);
			assertThat(alices.get()).isLessThanOrEqualTo(3);
		}
	}

	@Test
	void nobodyGetsMoreTimeByRacingAtTheStart() throws Exception {
		for (int round = 0; round < 200; round++) {
			WaiverBudget raced = new WaiverBudget(BOUNDS, this.clock);
			race(8, (racer) -> assertThat(raced.tryAcquire(ALICE)).isTrue());
			this.clock.advance(BOUNDS.maxDurationPerSubject());
			assertThat(raced.tryAcquire(ALICE)).isFalse();
			assertThat(raced.tryAcquire(BOB)).isTrue();
		}
	}

	@Test
	void anAnswerOfTheGateEndsTheOutageWhateverItSays() {
		Gating gating = new Gating().policy(Policies.with(OnUnreachable.ALLOW)).waiverBounds(BOUNDS).clock(this.clock);
		BillingTemplate template = gating.template();
		gating.gate.authorize().thenNotAnswer(2);
		assertThat(run(template)).isTrue();
		this.clock.advance(Duration.ofMinutes(10));
		assertThat(run(template)).isFalse();
		gating.gate.authorize().thenReject(401, "AUTH.INVALID_SERVICE_SIGNATURE", "Signature mismatch");
		assertThat(run(template)).isFalse();
		gating.gate.authorize().thenNotAnswer(1);
		assertThat(run(template)).isTrue();
		this.clock.advance(Duration.ofMinutes(10));
		assertThat(run(template)).as("granted").isTrue();
		gating.gate.authorize().thenNotAnswer(1);
		assertThat(run(template)).isTrue();
		gating.gate.authorize().thenNotAnswer(1);
		this.clock.advance(Duration.ofMinutes(10));
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 1));
	}

	private static boolean run(BillingTemplate template) {
		try {
			template.<Integer, RuntimeException>execute(Gating.operation(), () -> 1);
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private static void race(int racers, Racer racer) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(racers);
		try {
			CyclicBarrier start = new CyclicBarrier(racers);
			List<CompletableFuture<Void>> all = new ArrayList<>();
			for (int i = 0; i < racers; i++) {
				int number = i;
				all.add(CompletableFuture.runAsync(() -> {
					awaitAll(start);
					racer.run(number);
				}, executor));
			}
			CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void awaitAll(CyclicBarrier start) {
		try {
			start.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@FunctionalInterface
	private interface Racer {

		void run(int number);

	}

}
