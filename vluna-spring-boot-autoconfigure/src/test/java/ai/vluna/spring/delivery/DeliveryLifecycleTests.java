package ai.vluna.spring.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.delivery.store.FakeSender;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeliveryLifecycle}. Starting and stopping a real store is tested in a
 * context.
 */
class DeliveryLifecycleTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final Duration LOOKS = Duration.ofHours(1);

	private static final DirectSettings SENDING = new DirectSettings(Duration.ofSeconds(2), 10, Duration.ofHours(1),
			Duration.ofSeconds(1), Duration.ofSeconds(1));

	private final Gating gating = new Gating();

	private final MemoryStore store = new MemoryStore();

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final Intake intake = Intake.unbounded();

	private final BillingListeners listener = new BillingListeners(List.of(this.gating.listener, this.intake));

	private final DirectSettlement settlement = new DirectSettlement(this.gating.gate, SENDING, this.listener,
			Clock.fixed(Gating.NOW, ZoneOffset.UTC), this.timer, this.intake);

	private final BillingTemplate template = this.gating.settlement(this.settlement).listener(this.listener).template();

	@Test
	void theEndWaitsForRunningWorkAndForItsUsageToBeConfirmed() {
		DeliveryLifecycle lifecycle = DeliveryLifecycle.direct(this.intake, SOON, this.settlement);
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
		FakeGate.Held<?> answer = this.gating.gate.commit().thenHold();
		CompletableFuture<Integer> work = new CompletableFuture<>();
		CompletableFuture<Integer> result = this.template.executeAsync(Gating.operation(), () -> work);
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(lifecycle::stop);
		assertThat(stopped).isNotDone();
		work.complete(42);
		assertThat(stopped).isNotDone();
		answer.succeed();
		assertThat(result).succeedsWithin(SOON);
		assertThat(stopped).succeedsWithin(SOON);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void whatIsNotConfirmedInTimeIsReportedAsDead() {
		DeliveryLifecycle lifecycle = DeliveryLifecycle.direct(this.intake, Duration.ofMillis(10), this.settlement);
		lifecycle.start();
		this.gating.gate.commit().thenNotAnswer(1);
		this.template.execute(Gating.operation(), () -> 42);
		lifecycle.stop();
		this.settlement.close();
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.DEAD);
	}

	@Test
	void theEndWaitsForWhatCannotBeStoredToBeConfirmed() throws Exception {
		CountDownLatch failing = new CountDownLatch(1);
		CountDownLatch failed = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> {
			failing.countDown();
			await(failed);
			throw new StoreUnavailableException("disk full", null);
		});
		FakeGate.Held<?> answer = this.gating.gate.commit().thenHold();
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(SOON, stored);
			lifecycle.start();
			this.gating.settlement(stored)
				.template()
				.executeAsync(Gating.operation(), () -> CompletableFuture.completedFuture(42));
			assertThat(failing.await(10, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(lifecycle::stop);
			Awaitility.await().atMost(SOON).until(() -> !lifecycle.isRunning());
			failed.countDown();
			Awaitility.await().atMost(SOON).until(() -> !this.gating.gate.commit().sent().isEmpty());
			assertThat(stopped).isNotDone();
			answer.succeed();
			assertThat(stopped).succeedsWithin(SOON);
		}
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void theEndWaitsForWhatIsNotConfirmedToBeStored() throws Exception {
		this.store.fail();
		this.gating.gate.commit().thenNotAnswer(1);
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(SOON, stored);
			lifecycle.start();
			this.gating.settlement(stored).template().execute(Gating.operation(), () -> 42);
			verifyThatTheEndWaitsForTheStore(lifecycle);
		}
		assertThat(this.store.pending()).hasSize(1);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED,
				SettlementResult.STORED);
	}

	@Test
	void theEndWaitsForUsageThatCannotBeSentToBeStored() throws Exception {
		this.store.fail();
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(SOON, stored);
			lifecycle.start();
			this.gating.settlement(stored).template().execute(Gating.operation(), () -> -5);
			Awaitility.await().atMost(SOON).until(() -> stored.atRisk() == 1);
			verifyThatTheEndWaitsForTheStore(lifecycle);
		}
		assertThat(this.store.dead()).hasSize(1);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.DEAD);
	}

	@Test
	void theEndStoresAtOnceWhatIsNotConfirmed() {
		this.store.fail();
		this.gating.gate.commit().thenNotAnswer(1);
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(SOON, stored);
			lifecycle.start();
			this.gating.settlement(stored).template().execute(Gating.operation(), () -> 42);
			this.store.mend();
			assertThat(CompletableFuture.runAsync(lifecycle::stop)).succeedsWithin(SOON);
			assertThat(stored.atRisk()).isZero();
			assertThat(this.gating.gate.commit().sent()).hasSize(1);
		}
		assertThat(this.store.pending()).hasSize(1);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED,
				SettlementResult.STORED);
	}

	@Test
	void theEndStoresAtOnceWhatIsBeingSent() {
		this.store.fail();
		FakeGate.Held<?> answer = this.gating.gate.commit().thenHold();
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(SOON, stored);
			lifecycle.start();
			this.gating.settlement(stored)
				.template()
				.executeAsync(Gating.operation(), () -> CompletableFuture.completedFuture(42));
			Awaitility.await().atMost(SOON).until(() -> !this.gating.gate.commit().sent().isEmpty());
			this.store.mend();
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(lifecycle::stop);
			Awaitility.await().atMost(SOON).until(() -> this.store.pending().size() == 1);
			answer.fail(FakeGate.noAnswer());
			assertThat(stopped).succeedsWithin(SOON);
			assertThat(stored.atRisk()).isZero();
		}
		assertThat(this.store.groups()).hasSize(1);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.STORED);
	}

	@Test
	void theEndStoresAtOnceWhatCannotBeSent() {
		this.store.fail();
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(SOON, stored);
			lifecycle.start();
			this.gating.settlement(stored).template().execute(Gating.operation(), () -> -5);
			Awaitility.await().atMost(SOON).until(() -> stored.atRisk() == 1);
			this.store.mend();
			assertThat(CompletableFuture.runAsync(lifecycle::stop)).succeedsWithin(SOON);
			this.store.dropAll();
			this.timer.advanceTimeBy(Duration.ofMinutes(1));
		}
		assertThat(this.store.groups()).hasSize(1);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.DEAD);
	}

	@Test
	void whatTheEndStoresWhileItIsSentIsOverOnce() {
		this.store.fail();
		this.gating.gate.commit().thenNotAnswer(1);
		FakeGate.Held<?> answer = this.gating.gate.commit().thenHold();
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(SOON, stored);
			lifecycle.start();
			this.gating.settlement(stored).template().execute(Gating.operation(), () -> 42);
			this.timer.advanceTimeBy(Duration.ofSeconds(1));
			Awaitility.await().atMost(SOON).until(() -> this.gating.gate.commit().sent().size() == 2);
			this.store.mend();
			assertThat(CompletableFuture.runAsync(lifecycle::stop)).succeedsWithin(SOON);
			answer.fail(FakeGate.noAnswer());
			this.timer.advanceTimeBy(Duration.ofMinutes(1));
		}
		assertThat(this.store.groups()).hasSize(1);
		assertThat(this.gating.gate.commit().sent()).hasSize(2);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED,
				SettlementResult.STORED);
	}

	@Test
	void whatIsConfirmedWhileTheEndStoresItIsOverOnce() throws Exception {
		this.store.fail();
		this.gating.gate.commit().thenNotAnswer(1);
		FakeGate.Held<?> answer = this.gating.gate.commit().thenHold();
		CountDownLatch storing = new CountDownLatch(1);
		CountDownLatch confirmed = new CountDownLatch(1);
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(SOON, stored);
			lifecycle.start();
			this.gating.settlement(stored).template().execute(Gating.operation(), () -> 42);
			this.timer.advanceTimeBy(Duration.ofSeconds(1));
			Awaitility.await().atMost(SOON).until(() -> this.gating.gate.commit().sent().size() == 2);
			this.store.beforeWrite((settlements) -> {
				storing.countDown();
				await(confirmed);
			});
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(lifecycle::stop);
			assertThat(storing.await(10, TimeUnit.SECONDS)).isTrue();
			answer.succeed();
			confirmed.countDown();
			assertThat(stopped).succeedsWithin(SOON);
		}
		assertThat(this.store.pending()).hasSize(1);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED,
				SettlementResult.COMMITTED);
	}

	@Test
	void whatIsBookedInsteadOfCommittedIsStoredAsABooking() {
		this.store.fail();
		this.gating.gate.commit().thenNotAnswer(1).thenSucceed(FakeGate.hint("lease.expired", "exceeded_grace", true));
		this.gating.gate.ingest().thenNotAnswer(1);
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(SOON, stored);
			lifecycle.start();
			this.gating.settlement(stored).template().execute(Gating.operation(), () -> 42);
			this.timer.advanceTimeBy(Duration.ofSeconds(1));
			Awaitility.await().atMost(SOON).until(() -> !this.gating.gate.ingest().sent().isEmpty());
			this.store.mend();
			assertThat(CompletableFuture.runAsync(lifecycle::stop)).succeedsWithin(SOON);
		}
		assertThat(this.store.pending()).extracting(PendingSettlement::kind).containsExactly(Kind.INGEST);
	}

	@Test
	void whatIsAtRiskIsStoredAtTheVeryEndIfTheStoreWorksAgainThen() {
		this.store.fail();
		this.gating.gate.commit().thenNotAnswer(1);
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(Duration.ofMillis(10), stored);
			lifecycle.start();
			this.gating.settlement(stored).template().execute(Gating.operation(), () -> 42);
			lifecycle.stop();
			this.store.mend();
		}
		assertThat(this.store.pending()).hasSize(1);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED,
				SettlementResult.STORED);
	}

	@Test
	void whatIsNeitherStoredNorConfirmedInTimeIsReportedAsDead() {
		this.store.fail();
		this.gating.gate.commit().thenNotAnswer(1);
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = lifecycle(Duration.ofMillis(10), stored);
			lifecycle.start();
			this.gating.settlement(stored).template().execute(Gating.operation(), () -> 42);
			assertThat(CompletableFuture.runAsync(lifecycle::stop)).succeedsWithin(SOON);
		}
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.DEAD);
	}

	@Test
	void waivedWorkIsGivenBackOnceItsUsageIsNotInTheStoreAnyMore() {
		OperationPolicy usual = OperationPolicy.DEFAULT;
		this.gating.gate.authorize().thenNotAnswer(2);
		try (StoredSettlement stored = stored()) {
			BillingTemplate template = this.gating.settlement(stored)
				.maxWaived(1, 1)
				.policy(new OperationPolicy(usual.mode(), OnUnreachable.ALLOW, usual.onFailure(),
						usual.onInterruption(), usual.onMissingUsage(), usual.onRateLimit(), usual.onInnerCall()))
				.template();
			lifecycle(SOON, stored).start();
			template.execute(Gating.operation(), () -> 42);
			this.timer.advanceTimeBy(LOOKS);
			this.store.deliverAll();
			this.timer.advanceTimeBy(LOOKS);
			assertThat(template.execute(Gating.operation(), () -> 43)).isEqualTo(43);
		}
	}

	@Test
	void workIsLetInAgainAfterANewStart() {
		DeliveryLifecycle lifecycle = DeliveryLifecycle.direct(this.intake, SOON, this.settlement);
		lifecycle.start();
		lifecycle.stop();
		assertThat(lifecycle.isRunning()).isFalse();
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> this.template.execute(Gating.operation(), () -> 1));
		lifecycle.start();
		assertThat(this.template.execute(Gating.operation(), () -> 1)).isEqualTo(1);
	}

	@Test
	void theStoreIsLookedAtAgainAfterANewStartAndNotBefore() {
		BacklogMonitor monitor = new BacklogMonitor(this.store, LOOKS, this.timer);
		try (StoredSettlement stored = stored()) {
			DeliveryLifecycle lifecycle = DeliveryLifecycle.stored(this.intake, SOON, this.store, new FakeSender(),
					monitor, stored);
			lifecycle.start();
			lifecycle.stop();
			this.store.write(List.of(Settlements.commit("1")), List.of());
			this.timer.advanceTimeBy(LOOKS);
			assertThat(monitor.backlog().pending()).isZero();
			lifecycle.start();
			assertThat(monitor.backlog().pending()).isOne();
			this.store.write(List.of(Settlements.commit("2")), List.of());
			this.timer.advanceTimeBy(LOOKS);
			assertThat(monitor.backlog().pending()).isEqualTo(2);
			lifecycle.stop();
		}
	}

	private void verifyThatTheEndWaitsForTheStore(DeliveryLifecycle lifecycle) throws InterruptedException {
		CountDownLatch failed = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> {
			failed.countDown();
			throw new StoreUnavailableException("disk full", null);
		});
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(lifecycle::stop);
		assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
		this.store.mend();
		assertThat(stopped).isNotDone();
		this.timer.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(stopped).succeedsWithin(SOON);
	}

	private StoredSettlement stored() {
		return new StoredSettlement(this.gating.gate, Settlements.TARGET, this.store,
				new WriterSettings(1, 16, 32, Duration.ofSeconds(2), Duration.ofSeconds(2)), SENDING, this.listener,
				Clock.fixed(Gating.NOW, ZoneOffset.UTC), this.timer, this.intake);
	}

	private DeliveryLifecycle lifecycle(Duration grace, StoredSettlement stored) {
		BacklogMonitor monitor = new BacklogMonitor(this.store, LOOKS, this.timer);
		return DeliveryLifecycle.stored(this.intake, grace, this.store, new FakeSender(), monitor, stored);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("A writer must not be interrupted", ex);
		}
	}

}
