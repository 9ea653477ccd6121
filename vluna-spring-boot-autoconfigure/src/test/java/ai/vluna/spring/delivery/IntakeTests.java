package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.MovableClock;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.RecordingListener;
import ai.vluna.spring.gate.Settlement;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Intake}, in its place between the gatekeeper and the store.
 */
class IntakeTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final int ROUNDS = 2_000;

	private final Gating gating = new Gating().policy(policy());

	private final MemoryStore store = new MemoryStore();

	private final BacklogMonitor monitor = new BacklogMonitor(this.store, Duration.ofHours(1), Schedulers.immediate());

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final MovableClock clock = new MovableClock();

	private int maxAtRisk = 1;

	private Intake intake = Intake.bounded(this.monitor, 2, OnFull.DENY);

	private StoredSettlement settlement = settlement();

	@AfterEach
	void close() {
		this.settlement.close();
	}

	@Test
	void aFullStoreRefusesWorkBeforeTheGateIsAsked() {
		BillingTemplate template = template();
		template.execute(Gating.operation(), () -> 1);
		template.execute(Gating.operation(), () -> 2);
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 3))
			.withMessageContaining("'vluna.delivery.max-pending'")
			.withMessageContaining("'vluna.delivery.on-full=allow'");
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "authorize");
		assertThat(this.gating.listener.refused()).hasSize(1);
	}

	@Test
	void workIsLetInAgainOnceTheStoreIsSeenToHaveRoom() {
		BillingTemplate template = template();
		template.execute(Gating.operation(), () -> 1);
		template.execute(Gating.operation(), () -> 2);
		this.store.deliverAll();
		this.monitor.look();
		assertThat(this.monitor.estimatedPending()).isZero();
		assertThat(template.execute(Gating.operation(), () -> 3)).isEqualTo(3);
	}

	@Test
	void byPolicyAFullStoreGrows() {
		this.intake = Intake.bounded(this.monitor, 1, OnFull.ALLOW);
		this.settlement = settlement();
		BillingTemplate template = template();
		for (int i = 1; i <= 3; i++) {
			template.execute(Gating.operation(), () -> 1);
		}
		assertThat(this.store.pending()).hasSize(3);
	}

	@Test
	void workIsRefusedWhileItsUsageCouldBeKeptNowhere() {
		this.store.fail();
		this.gating.gate.commit().thenNotAnswer(5);
		BillingTemplate template = template();
		template.execute(Gating.operation(), () -> 1);
		assertThat(this.settlement.atRisk()).isEqualTo(1);
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 2))
			.withMessageContaining("mend the store");
	}

	@Test
	void workIsRefusedAlsoWhileOtherUsageCanBeStored() {
		this.store.beforeWrite((settlements) -> {
			if (settlements.iterator().next().quantityMinor() == 1) {
				throw new StoreUnavailableException("slow disk", null);
			}
		});
		this.gating.gate.commit().thenNotAnswer(1);
		BillingTemplate template = template();
		CompletableFuture<Integer> work = new CompletableFuture<>();
		CompletableFuture<Integer> other = template.executeAsync(Gating.operation(), () -> work);
		template.execute(Gating.operation(), () -> 1);
		work.complete(2);
		assertThat(other).succeedsWithin(SOON);
		assertThat(this.store.pending()).hasSize(1);
		assertThat(this.settlement.isTroubled()).isFalse();
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 3))
			.withMessageContaining("mend the store");
	}

	@Test
	void withoutRoomInMemoryTheStoreIsTriedAgainAfterAMinute() {
		this.maxAtRisk = 0;
		this.settlement = settlement();
		BillingTemplate template = template();
		template.execute(Gating.operation(), () -> 1);
		this.store.fail();
		template.execute(Gating.operation(), () -> 2);
		assertThat(this.settlement.atRisk()).isZero();
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 3));
		this.store.mend();
		this.clock.advance(Duration.ofMinutes(1));
		this.store.deliverAll();
		this.monitor.look();
		assertThat(template.execute(Gating.operation(), () -> 4)).isEqualTo(4);
	}

	@Test
	void usageForAnOperatorTakesRoomAsWell() {
		this.store.fail();
		BillingTemplate template = template();
		template.execute(Gating.operation(), () -> -1);
		Awaitility.await().atMost(SOON).until(() -> this.settlement.atRisk() == 1);
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 2))
			.withMessageContaining("mend the store");
	}

	@Test
	void workThatWasLetInLosesNothingForLackOfRoom() {
		this.store.fail();
		this.gating.gate.commit().thenNotAnswer(2);
		BillingTemplate template = template();
		CompletableFuture<Integer> work = new CompletableFuture<>();
		List<CompletableFuture<Integer>> results = List.of(template.executeAsync(Gating.operation(), () -> work),
				template.executeAsync(Gating.operation(), () -> work));
		work.complete(42);
		assertThat(results).allSatisfy((result) -> assertThat(result).succeedsWithin(SOON));
		assertThat(this.gating.listener.admitted()).flatExtracting(this.gating.listener::settledOf)
			.extracting(RecordingListener.Settled::result)
			.containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.UNCONFIRMED);
		assertThat(this.settlement.atRisk()).isEqualTo(2);
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 3))
			.withMessageContaining("mend the store");
	}

	@Test
	void whenTheApplicationStopsRunningWorkIsWaitedForAndNoMoreLetIn() {
		BillingTemplate template = template();
		CompletableFuture<Integer> work = new CompletableFuture<>();
		CompletableFuture<Integer> result = template.executeAsync(Gating.operation(), () -> work);
		assertThat(this.intake.running()).isEqualTo(1);
		assertThat(this.intake.close(Duration.ofMillis(10))).isFalse();
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 2))
			.withMessageContaining("stops");
		CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> this.intake.close(SOON));
		work.complete(42);
		assertThat(result).succeedsWithin(SOON).isEqualTo(42);
		assertThat(closed).succeedsWithin(SOON).isEqualTo(true);
		this.intake.open();
		assertThat(template.execute(Gating.operation(), () -> 2)).isEqualTo(2);
	}

	@Test
	void whatTheGateGrantsWhileTheApplicationStopsDoesNotBegin() {
		BillingTemplate template = template();
		FakeGate.Held<?> answer = this.gating.gate.authorize().thenHold();
		AtomicBoolean begun = new AtomicBoolean();
		CompletableFuture<Integer> result = CompletableFuture
			.supplyAsync(() -> template.execute(Gating.operation(), () -> begun.getAndSet(true) ? 2 : 1));
		Awaitility.await().atMost(SOON).until(() -> !this.gating.gate.paths().isEmpty());
		assertThat(this.intake.close(SOON)).isTrue();
		answer.succeed();
		assertThat(result).failsWithin(SOON)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(BillingUnavailableException.class);
		assertThat(begun).isFalse();
		assertThat(this.intake.running()).isZero();
		assertThat(this.gating.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void workIsEitherWaitedForOrDoesNotBegin() throws Exception {
		BillingTemplate template = template();
		AtomicBoolean stopped = new AtomicBoolean();
		AtomicInteger late = new AtomicInteger();
		for (int round = 0; round < ROUNDS; round++) {
			stopped.set(false);
			CyclicBarrier together = new CyclicBarrier(2);
			CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(() -> {
				await(together);
				boolean none = this.intake.close(SOON);
				stopped.set(true);
				return none;
			});
			await(together);
			try {
				template.execute(Gating.operation(), () -> stopped.get() ? late.incrementAndGet() : 1);
			}
			catch (BillingUnavailableException ex) {
				assertThat(ex).hasMessageContaining("stops");
			}
			assertThat(stop).succeedsWithin(SOON).isEqualTo(true);
			this.intake.open();
			this.store.deliverAll();
			this.monitor.look();
		}
		assertThat(late).hasValue(0);
	}

	@Test
	void workIsRunningUntilItsUsageIsWithTheSettlement() {
		Witness witness = new Witness();
		BillingTemplate template = this.gating.settlement(witness).listener(this.intake).template();
		template.execute(Gating.operation(), () -> 42);
		template.execute(Gating.operation(), () -> -5);
		assertThat(witness.running).containsExactly(1, 1);
		assertThat(this.intake.running()).isZero();
	}

	@Test
	void workThatEndsLateInsideAnotherOneIsRunningUntilItsUsageIsWithTheSettlement() {
		Witness witness = new Witness();
		BillingTemplate template = this.gating.settlement(witness).listener(this.intake).template();
		Operation inner = Gating.describe().absorbable(true).build();
		CompletableFuture<Integer> slow = new CompletableFuture<>();
		template.execute(Gating.operation(), () -> {
			template.executeAsync(inner, () -> slow);
			template.execute(inner, () -> 10);
			return "text";
		});
		slow.complete(5);
		assertThat(witness.running).containsExactly(2, 1);
		assertThat(this.intake.running()).isZero();
	}

	private static void await(CyclicBarrier together) {
		try {
			together.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private BillingTemplate template() {
		return this.gating.settlement(this.settlement)
			.listener(new BillingListeners(List.of(this.gating.listener, this.intake, this.monitor)))
			.template();
	}

	private StoredSettlement settlement() {
		BillingListeners listener = new BillingListeners(List.of(this.gating.listener, this.intake, this.monitor));
		return new StoredSettlement(this.gating.gate, Settlements.TARGET, this.store,
				new WriterSettings(1, 16, 32, Duration.ofSeconds(2), Duration.ofSeconds(2)),
				new DirectSettings(Duration.ofSeconds(2), this.maxAtRisk, Duration.ofHours(1), Duration.ofSeconds(1),
						Duration.ofSeconds(10)),
				listener, this.clock, this.timer, this.intake);
	}

	private static OperationPolicy policy() {
		OperationPolicy usual = OperationPolicy.DEFAULT;
		// Even then nothing passes for whose usage there is no room.
		return new OperationPolicy(usual.mode(), OnUnreachable.ALLOW, usual.onFailure(), usual.onInterruption(),
				usual.onMissingUsage(), usual.onRateLimit(), usual.onInnerCall());
	}

	/**
	 * Sees how many operations are running when it gets the usage of one.
	 */
	private final class Witness implements Settlement {

		private final List<Integer> running = new ArrayList<>();

		@Override
		public Mono<Void> charge(Lease lease, Usage usage) {
			this.running.add(IntakeTests.this.intake.running());
			return Mono.empty();
		}

		@Override
		public void release(Lease lease) {
		}

		@Override
		public void bury(Lease lease, @Nullable Usage usage, String detail) {
			this.running.add(IntakeTests.this.intake.running());
		}

	}

}
