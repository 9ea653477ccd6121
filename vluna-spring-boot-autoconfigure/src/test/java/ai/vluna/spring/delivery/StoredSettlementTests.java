package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.DeadSettlement.Cause;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.MovableClock;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.RecordingListener;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StoredSettlement}, {@link SettlementWriter} included.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoredSettlementTests {

	private static final WriterSettings WRITING = new WriterSettings(1, 16, 32, Duration.ofSeconds(2),
			Duration.ofSeconds(2));

	private static final Duration SOON = Duration.ofSeconds(10);

	private final Gating gating = new Gating().maxWaived(1, 1);

	private final FakeGate gate = this.gating.gate;

	private final MemoryStore store = new MemoryStore();

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final MovableClock clock = new MovableClock();

	private final StoredSettlement settlement = new StoredSettlement(
			this.gate, Settlements.TARGET, this.store, WRITING, new DirectSettings(Duration.ofSeconds(2), 10,
					Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(10)),
			this.gating.listener, this.clock, this.timer);

	private final BillingTemplate template = this.gating.settlement(this.settlement).template();

	@AfterEach
	void close() {
		this.settlement.close();
	}

	@Test
	void theResultComesOnceTheUsageIsStoredAndWithoutTheGate() {
		assertThat(this.template.execute(Gating.operation(), () -> 42)).isEqualTo(42);
		assertThat(this.gate.paths()).containsExactly("authorize");
		assertThat(this.store.pending()).singleElement().satisfies((settlement) -> {
			assertThat(settlement.kind()).isEqualTo(Kind.COMMIT);
			assertThat(settlement.baseUrl()).isEqualTo(Settlements.TARGET.baseUrl());
			assertThat(settlement.realmId()).isEqualTo(Settlements.TARGET.realmId());
			assertThat(settlement.principalId()).isEqualTo("acme");
			assertThat(settlement.userId()).isEqualTo("alice");
			assertThat(settlement.featureCode()).isEqualTo("llm.chat");
			assertThat(settlement.quantityMinor()).isEqualTo(42);
			assertThat(settlement.endedAt()).isEqualTo(Gating.NOW.toString());
			assertThat(settlement.idempotencyKey()).isEqualTo("commit-" + settlement.id());
			CommitRequest request = JsonMapper.builder().build().readValue(settlement.body(), CommitRequest.class);
			assertThat(request.leaseToken()).isEqualTo("lease.1");
			assertThat(request.quantityMinor()).isEqualTo("42");
		});
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.STORED);
		this.gating.listener.verifyAllSettled();
	}

	@Test
	void hintsOfADeliveryReachThoseWhoAreToldOfHints() {
		BillingHints hints = BillingHints.of(List.of(FakeGate.hint("quota.remaining", "remaining", 1)));
		this.settlement.hinted(Settlements.commit("1"), hints);
		assertThat(this.gating.listener.hinted()).containsExactly(
				new RecordingListener.Hinted(HintPhase.SETTLED, BillingSubject.of("acme", "alice"), hints));
	}

	@Test
	void whatIsWrittenIsCounted() {
		this.template.execute(Gating.operation(), () -> 42);
		this.template.execute(Gating.operation(), () -> 43);
		WriterStatistics written = this.settlement.written();
		assertThat(written.groups()).isEqualTo(2);
		assertThat(written.settlements()).isEqualTo(2);
		assertThat(written.time()).isPositive();
	}

	@Test
	void theResultWaitsUntilTheUsageIsStored() throws InterruptedException {
		CountDownLatch writable = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> await(writable));
		CompletableFuture<Integer> future = this.template.executeAsync(Gating.operation(),
				() -> CompletableFuture.completedFuture(42));
		CompletableFuture<Integer> mono = this.template.executeMono(Gating::operation, () -> Mono.just(43)).toFuture();
		CompletableFuture<List<Integer>> flux = this.template.executeFlux(Gating::operation, () -> Flux.just(1, 44))
			.collectList()
			.toFuture();
		assertThat(List.of(future, mono, flux)).noneMatch(CompletableFuture::isDone);
		writable.countDown();
		assertThat(future).succeedsWithin(SOON).isEqualTo(42);
		assertThat(mono).succeedsWithin(SOON).isEqualTo(43);
		assertThat(flux).succeedsWithin(SOON).isEqualTo(List.of(1, 44));
		assertThat(this.store.pending()).extracting(PendingSettlement::quantityMinor)
			.containsExactlyInAnyOrder(42L, 43L, 44L);
		assertThat(this.gate.commit().sent()).isEmpty();
	}

	@Test
	void callersShareTheWrites() throws Exception {
		CountDownLatch writable = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> await(writable));
		List<CompletableFuture<Integer>> calls = IntStream.range(1, 31)
			.mapToObj((i) -> this.template.<Integer>executeAsync(Gating.operation(),
					() -> CompletableFuture.completedFuture(i)))
			.toList();
		writable.countDown();
		CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
		assertThat(this.store.pending()).hasSize(30);
		assertThat(this.store.groups()).hasSizeLessThanOrEqualTo(4).allMatch((size) -> size <= 16);
	}

	@Test
	void nothingGoesOnOnAThreadOfTheWriter() {
		CountDownLatch writable = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> await(writable));
		CompletableFuture<String> thread = this.template.executeMono(Gating::operation, () -> Mono.just(42))
			.map((value) -> Thread.currentThread().getName())
			.toFuture();
		writable.countDown();
		assertThat(thread).succeedsWithin(SOON).asString().doesNotContain("vluna-writer");
	}

	@Test
	void whatAStoreInTroubleCannotTakeIsSentAtOnce() {
		this.store.fail();
		assertThat(this.template.execute(Gating.operation(), () -> 42)).isEqualTo(42);
		assertThat(this.gate.commit().onlySent().request(CommitRequest.class).quantityMinor()).isEqualTo("42");
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.COMMITTED);
		assertThat(this.settlement.atRisk()).isZero();
	}

	@Test
	void whatIsNeitherStoredNorConfirmedIsAtRisk() {
		this.gate.commit().thenNotAnswer(1);
		this.store.fail();
		this.template.execute(Gating.operation(), () -> 42);
		assertThat(this.settlement.atRisk()).isOne();
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED);
		this.timer.advanceTimeBy(Duration.ofSeconds(30));
		Awaitility.await().atMost(SOON).until(() -> this.settlement.atRisk() == 0);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED,
				SettlementResult.COMMITTED);
	}

	@Test
	void whatIsAtRiskIsStoredOnceTheStoreWorksAgain() {
		this.gate.commit().thenNotAnswer(1);
		this.store.fail();
		this.template.execute(Gating.operation(), () -> 42);
		assertThat(this.settlement.isTroubled()).isTrue();
		this.store.mend();
		this.timer.advanceTimeBy(Duration.ofSeconds(1));
		Awaitility.await().atMost(SOON).until(() -> this.settlement.atRisk() == 0);
		assertThat(this.settlement.isTroubled()).isFalse();
		assertThat(this.store.pending()).singleElement()
			.extracting(PendingSettlement::body, PendingSettlement::idempotencyKey)
			.containsExactly(this.gate.commit().onlySent().body(), this.gate.commit().onlySent().key());
		this.timer.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.gate.commit().sent()).hasSize(1);
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.UNCONFIRMED,
				SettlementResult.STORED);
		this.gating.listener.verifyAllSettled();
	}

	@Test
	void whatIsAtRiskIsNeverGivenUp() {
		this.gate.commit().thenNotAnswer(3000);
		CountDownLatch hanging = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> {
			await(hanging);
			throw new StoreUnavailableException("disk full", null);
		});
		CompletableFuture<Integer> result = this.template.executeAsync(Gating.operation(),
				() -> CompletableFuture.completedFuture(42));
		this.timer.advanceTimeBy(Duration.ofHours(2));
		assertThat(result).succeedsWithin(SOON);
		assertThat(this.gate.commit().sent()).hasSizeGreaterThan(100);
		hanging.countDown();
		verifyStoredOnceTheStoreWorksAgain(1);
	}

	@Test
	void whatIsAtRiskAndRefusedIsNotSentAgainAndIsStoredForTheOperator() {
		this.gate.commit()
			.thenReject(403, "ENTITLEMENT.DENIED", "denied")
			.thenSucceed(new Hint("pricing.not_configured", Map.of()))
			.thenNotAnswer(1)
			.thenReject(403, "ENTITLEMENT.DENIED", "denied");
		this.store.fail();
		for (int i = 0; i < 3; i++) {
			this.template.execute(Gating.operation(), () -> 42);
		}
		this.timer.advanceTimeBy(Duration.ofSeconds(1));
		Awaitility.await()
			.atMost(SOON)
			.until(() -> this.gate.commit().sent().size() == 4 && this.settlement.atRisk() == 3);
		assertThat(results()).containsExactly(SettlementResult.UNCONFIRMED);
		letTheStoreWorkAgain();
		assertThat(this.gate.commit().sent()).hasSize(4);
		assertThat(this.store.pending()).isEmpty();
		assertThat(this.store.dead(0, 10)).extracting(DeadSettlement::cause)
			.containsExactlyInAnyOrder(Cause.REFUSED, Cause.REFUSED, Cause.UNPRICED);
		assertThat(results()).hasSize(4).filteredOn((result) -> result == SettlementResult.DEAD).hasSize(3);
	}

	private void verifyStoredOnceTheStoreWorksAgain(int expected) {
		assertThat(results()).hasSize(expected).containsOnly(SettlementResult.UNCONFIRMED);
		assertThat(this.settlement.atRisk()).isEqualTo(expected);
		letTheStoreWorkAgain();
		assertThat(this.store.pending()).extracting(PendingSettlement::body)
			.containsExactlyInAnyOrderElementsOf(
					this.gate.commit().sent().stream().map(FakeGate.Sent::body).distinct().toList());
		assertThat(results()).hasSize(2 * expected).contains(SettlementResult.STORED);
	}

	private void letTheStoreWorkAgain() {
		this.store.mend();
		Awaitility.await().atMost(SOON).until(() -> {
			// Less than a write may take.
			this.timer.advanceTimeBy(Duration.ofSeconds(1));
			return this.settlement.atRisk() == 0;
		});
	}

	private List<SettlementResult> results() {
		return this.gating.listener.admitted()
			.stream()
			.flatMap((lease) -> this.gating.listener.settledOf(lease).stream())
			.map(RecordingListener.Settled::result)
			.toList();
	}

	@Test
	void troubleIsForgottenAMinuteAfterTheLastUsageThatCouldNotBeStored() {
		this.store.fail();
		this.template.execute(Gating.operation(), () -> 42);
		this.clock.advance(Duration.ofSeconds(30));
		this.template.execute(Gating.operation(), () -> 42);
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.settlement.isTroubled()).isTrue();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.settlement.isTroubled()).isFalse();
		this.template.execute(Gating.operation(), () -> 42);
		assertThat(this.settlement.isTroubled()).isTrue();
	}

	@Test
	void aStoreThatWorksInPartIsToldOnceUntilItWorkedForAMinute(CapturedOutput output) {
		for (int i = 0; i < 10; i++) {
			this.store.fail();
			this.template.execute(Gating.operation(), () -> 42);
			this.store.mend();
			this.template.execute(Gating.operation(), () -> 42);
			this.clock.advance(Duration.ofSeconds(59));
		}
		assertThat(output).containsOnlyOnce("Usage cannot be stored").doesNotContain("Usage is stored again");
		this.clock.advance(Duration.ofSeconds(1));
		this.template.execute(Gating.operation(), () -> 42);
		assertThat(output).containsOnlyOnce("Usage is stored again");
		this.store.fail();
		this.template.execute(Gating.operation(), () -> 42);
		assertThat(output.getAll().split("Usage cannot be stored", -1)).hasSize(3);
	}

	@Test
	void aStoreThatHangsHoldsNobodyUpForLong() throws InterruptedException {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> {
			writing.countDown();
			await(never);
		});
		CompletableFuture<Integer> first = this.template.executeAsync(Gating.operation(),
				() -> CompletableFuture.completedFuture(1));
		assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Integer> second = this.template.executeAsync(Gating.operation(),
				() -> CompletableFuture.completedFuture(2));
		this.timer.advanceTimeBy(Duration.ofMillis(1999));
		assertThat(first).isNotDone();
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(first).succeedsWithin(SOON);
		assertThat(second).succeedsWithin(SOON);
		assertThat(this.gate.commit().sent()).hasSize(2);
		never.countDown();
		// The one under way may still be stored, with the same key; the one that waited
		// is
		// not.
		Awaitility.await().atMost(SOON).until(() -> !this.store.groups().isEmpty());
		assertThat(this.store.pending()).extracting(PendingSettlement::idempotencyKey)
			.containsExactly(this.gate.commit().sent().get(0).key());
		assertThat(this.store.pending()).extracting(PendingSettlement::body)
			.containsExactly(this.gate.commit().sent().get(0).body());
	}

	@Test
	void moreThanThereIsRoomForIsSentAtOnce() {
		CountDownLatch never = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> await(never));
		List<CompletableFuture<Integer>> calls = IntStream.range(1, 60)
			.mapToObj((i) -> this.template.<Integer>executeAsync(Gating.operation(),
					() -> CompletableFuture.completedFuture(i)))
			.toList();
		assertThat(calls).filteredOn(CompletableFuture::isDone).hasSizeGreaterThanOrEqualTo(59 - 32 - 16);
		never.countDown();
		assertThat(calls).allSatisfy((call) -> assertThat(call).succeedsWithin(SOON));
		assertThat(this.store.pending().size() + this.gate.commit().sent().size()).isEqualTo(59);
	}

	@Test
	void oneSettlementThatCannotBeWrittenHarmsNoOther() throws Exception {
		CountDownLatch writable = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> {
			await(writable);
			if (settlements.stream().anyMatch((settlement) -> settlement.quantityMinor() == 7)) {
				throw new IllegalArgumentException("seven");
			}
		});
		List<CompletableFuture<Integer>> calls = IntStream.range(1, 15)
			.mapToObj((i) -> this.template.<Integer>executeAsync(Gating.operation(),
					() -> CompletableFuture.completedFuture(i)))
			.toList();
		writable.countDown();
		CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
		assertThat(this.store.pending()).extracting(PendingSettlement::quantityMinor).hasSize(13).doesNotContain(7L);
		assertThat(this.gate.commit().onlySent().request(CommitRequest.class).quantityMinor()).isEqualTo("7");
	}

	@Test
	void aCallerThatIsInterruptedStillHasItsUsageStored() throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		CountDownLatch writable = new CountDownLatch(1);
		CountDownLatch writing = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> {
			writing.countDown();
			await(writable);
		});
		try {
			executor.submit(() -> this.template.execute(Gating.operation(), () -> 42));
			assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
			executor.shutdownNow();
			writable.countDown();
			Awaitility.await().atMost(SOON).until(() -> this.store.pending().size() == 1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void waivedUsageIsStoredAsABookingAndCountsUntilItIsCharged() {
		this.gate.authorize().thenNotAnswer(3);
		this.template.execute(waivable(), () -> 42);
		PendingSettlement waived = this.store.pending().get(0);
		assertThat(waived.kind()).isEqualTo(Kind.INGEST);
		assertThat(waived.idempotencyKey()).isEqualTo("ingest-" + waived.id());
		assertThat(waived.body()).contains("\"occurred_at\":\"2026-03-01T12:00:00Z\"");
		verifyNoMoreIsWaived();
		this.settlement.delivered(waived, SettlementResult.INGESTED);
		this.template.execute(waivable(), () -> 44);
		assertThat(this.store.pending()).extracting(PendingSettlement::quantityMinor).containsExactly(42L, 44L);
	}

	@Test
	void waivedUsageThatDiesInTheStoreAfterItsWriteTookTooLongIsGivenBackOnce() throws InterruptedException {
		this.gate.authorize().thenNotAnswer(4);
		PendingSettlement late = storeTooLate(42);
		verifyNoMoreIsWaived();
		DeadSettlement dead = new DeadSettlement(late, Cause.REFUSED, "denied", Gating.NOW.toString());
		this.settlement.died(dead);
		this.store.kill(dead);
		assertThat(this.template.execute(waivable(), () -> 43)).isEqualTo(43);
		letTheStoreWorkAgain();
		verifyNoMoreIsWaived();
		PendingSettlement next = this.store.pending().get(0);
		assertThat(next.quantityMinor()).isEqualTo(43);
		this.settlement.delivered(next, SettlementResult.INGESTED);
		verifyNothingIsWaived();
	}

	@Test
	void waivedUsageThatIsChargedFromTheStoreAfterItsWriteTookTooLongIsGivenBack() throws InterruptedException {
		this.gate.authorize().thenNotAnswer(2);
		PendingSettlement late = storeTooLate(42);
		this.settlement.delivered(late, SettlementResult.INGESTED);
		this.store.deliverAll();
		letTheStoreWorkAgain();
		verifyNothingIsWaived();
		assertThat(this.template.execute(waivable(), () -> 43)).isEqualTo(43);
	}

	@Test
	void waivedUsageThatIsOverWithoutTheStoreIsGivenBack() {
		this.gate.authorize().thenNotAnswer(3);
		this.store.fail();
		this.template.execute(waivable(), () -> 42);
		assertThat(this.gate.ingest().sent()).hasSize(1);
		verifyNothingIsWaived();
		this.gate.ingest().thenReject(422, "RESOURCE.NOT_FOUND", "feature inactive");
		this.template.execute(waivable(), () -> 43);
		Awaitility.await().atMost(SOON).until(() -> this.settlement.atRisk() == 1);
		letTheStoreWorkAgain();
		assertThat(this.store.dead()).hasSize(1);
		verifyNothingIsWaived();
		assertThat(this.template.execute(waivable(), () -> 44)).isEqualTo(44);
	}

	@Test
	void waivedUsageThatAnotherInstanceDeliversIsGivenBackWhateverElseIsPending() {
		this.gate.authorize().thenSucceed().thenNotAnswer(3);
		this.template.execute(Gating.operation(), () -> 41);
		this.template.execute(waivable(), () -> 42);
		PendingSettlement waived = this.store.pending().get(1);
		this.settlement.look();
		verifyNoMoreIsWaived();
		this.store.deliver(waived);
		this.settlement.look();
		verifyNothingIsWaived();
		assertThat(this.template.execute(waivable(), () -> 44)).isEqualTo(44);
	}

	@Test
	void waivedUsageThatIsNotStoredYetIsNotGivenBack() throws InterruptedException {
		this.gate.authorize().thenNotAnswer(1);
		storeTooLate(42, () -> {
			this.settlement.look();
			assertThat(this.settlement).extracting("waived.entries", InstanceOfAssertFactories.MAP).hasSize(1);
		});
	}

	private PendingSettlement storeTooLate(int usage) throws InterruptedException {
		return storeTooLate(usage, () -> {
		});
	}

	private PendingSettlement storeTooLate(int usage, Runnable meanwhile) throws InterruptedException {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch writable = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> {
			writing.countDown();
			await(writable);
		});
		this.gate.ingest().thenNotAnswer(1);
		CompletableFuture<Integer> result = this.template.executeAsync(waivable(),
				() -> CompletableFuture.completedFuture(usage));
		assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
		this.timer.advanceTimeBy(WRITING.timeout());
		assertThat(result).succeedsWithin(SOON);
		assertThat(this.settlement.atRisk()).isOne();
		try {
			meanwhile.run();
		}
		finally {
			writable.countDown();
		}
		Awaitility.await().atMost(SOON).until(() -> !this.store.pending().isEmpty());
		return this.store.pending().get(0);
	}

	private void verifyNoMoreIsWaived() {
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> this.template.execute(waivable(), () -> 1));
	}

	private void verifyNothingIsWaived() {
		assertThat(this.settlement).extracting("waived.entries", InstanceOfAssertFactories.MAP).isEmpty();
	}

	private static Operation waivable() {
		return Gating.describe()
			.policy(new OperationPolicy(OperationPolicy.INHERIT.mode(), OnUnreachable.ALLOW,
					OperationPolicy.INHERIT.onFailure(), OperationPolicy.INHERIT.onInterruption(),
					OperationPolicy.INHERIT.onMissingUsage(), OperationPolicy.INHERIT.onRateLimit(),
					OperationPolicy.INHERIT.onInnerCall()))
			.build();
	}

	@Test
	void usageThatCannotBeSentIsKeptForAnOperator() {
		assertThat(this.template.execute(Gating.operation(), () -> -5)).isEqualTo(-5);
		Awaitility.await().atMost(SOON).until(() -> this.store.dead().size() == 1);
		DeadSettlement dead = this.store.dead().get(0);
		assertThat(dead.cause()).isEqualTo(Cause.UNSENDABLE);
		assertThat(dead.detail()).contains("-5");
		assertThat(dead.settlement().kind()).isEqualTo(Kind.NONE);
		assertThat(dead.settlement().body()).isEmpty();
		Awaitility.await()
			.atMost(SOON)
			.untilAsserted(() -> assertThat(this.gating.listener.results()).containsExactly(SettlementResult.DEAD));
	}

	@Test
	void usageThatCannotBeSentIsAtRiskUntilItIsStored(CapturedOutput output) {
		this.store.fail();
		this.template.execute(Gating.operation(), () -> -5);
		Awaitility.await().atMost(SOON).until(() -> this.settlement.atRisk() == 1);
		assertThat(this.settlement.isTroubled()).isTrue();
		for (int i = 0; i < 100; i++) {
			this.timer.advanceTimeBy(Duration.ofHours(1));
		}
		assertThat(this.settlement.atRisk()).isOne();
		assertThat(this.gating.listener.results()).isEmpty();
		letTheStoreWorkAgain();
		assertThat(this.settlement.isTroubled()).isFalse();
		assertThat(this.store.dead()).singleElement().extracting(DeadSettlement::detail).asString().contains("-5");
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.DEAD);
		assertThat(output).containsOnlyOnce("waits for its store").doesNotContain("cannot be charged");
	}

	@Test
	void usageThatCannotBeSentIsAtRiskWhileTheStoreHangs() {
		CountDownLatch hanging = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> await(hanging));
		this.template.execute(Gating.operation(), () -> -5);
		assertThat(this.settlement.atRisk()).isZero();
		this.timer.advanceTimeBy(WRITING.timeout());
		assertThat(this.settlement.atRisk()).isOne();
		hanging.countDown();
		Awaitility.await().atMost(SOON).until(() -> this.settlement.atRisk() == 0);
		assertThat(this.store.dead()).hasSize(1);
		assertThat(this.store.groups()).hasSize(1);
	}

	@Test
	void usageThatCannotBeSentNorStoredUntilTheEndIsReportedOnce(CapturedOutput output) {
		this.store.fail();
		this.template.execute(Gating.operation(), () -> -5);
		Awaitility.await().atMost(SOON).until(() -> this.settlement.atRisk() == 1);
		this.settlement.close();
		this.settlement.close();
		assertThat(this.gating.listener.results()).containsExactly(SettlementResult.DEAD);
		assertThat(this.settlement.atRisk()).isZero();
		this.template.execute(Gating.operation(), () -> -6);
		assertThat(output.getAll().split("cannot be charged")).hasSize(3);
		assertThat(output).contains("'llm.chat' by acme/alice").contains("-5").contains("-6");
	}

	@Test
	void closingStoresWhatWaits() {
		CountDownLatch writable = new CountDownLatch(1);
		this.store.beforeWrite((settlements) -> await(writable));
		IntStream.range(1, 21)
			.forEach((i) -> this.template.executeAsync(Gating.operation(), () -> CompletableFuture.completedFuture(i)));
		Schedulers.boundedElastic().schedule(writable::countDown, 50, TimeUnit.MILLISECONDS);
		this.settlement.close();
		assertThat(this.store.pending()).hasSize(20);
		this.template.execute(Gating.operation(), () -> 42);
		assertThat(this.gate.commit().onlySent().request(CommitRequest.class).quantityMinor()).isEqualTo("42");
	}

	@Test
	void releasesAreNotStored() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.template.execute(Gating.operation(), () -> {
				throw new IllegalStateException("boom");
			}));
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.store.pending()).isEmpty();
	}

	@Test
	void aStreamCompletesAfterItsUsageIsStored() {
		StepVerifier.create(this.template.executeFlux(Gating::operation, () -> Flux.just(1, 2, 3)))
			.expectNext(1, 2, 3)
			.then(() -> assertThat(this.gating.listener.admitted()).hasSize(1))
			.expectComplete()
			.verify(SOON);
		assertThat(this.store.pending()).extracting(PendingSettlement::quantityMinor).containsExactly(3L);
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
