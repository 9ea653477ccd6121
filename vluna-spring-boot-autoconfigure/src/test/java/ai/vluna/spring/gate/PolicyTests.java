package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for every answer that a policy can give.
 */
class PolicyTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	private final AtomicBoolean worked = new AtomicBoolean();

	@AfterEach
	void resetTime() {
		VirtualTimeScheduler.reset();
	}

	@ParameterizedTest
	@EnumSource
	void softLetsDeniedWorkRunAndBooksItsUsageWithoutALease(Shape shape) throws Throwable {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		Operation operation = Gating.describe()
			.budgetId("6f1c2a7e-9b5d-4c08-a6e1-f2d3c4b5a697")
			.policy(Policies.with(BillingMode.SOFT))
			.build();
		assertThat(shape.run(this.gating.template(), operation, this::work)).isEqualTo(3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "ingest");
		assertThat(this.listener.refused()).singleElement().isInstanceOf(BillingDeniedException.class);
		assertThat(this.listener.admitted()).extracting(Lease::admission).containsExactly(Admission.TOLERATED);
		assertThat(this.listener.results()).containsExactly(SettlementResult.INGESTED);
		IngestRequest ingest = this.gate.ingest().onlySent().request(IngestRequest.class);
		assertThat(ingest.quantityMinor()).isEqualTo("3");
		assertThat(ingest.occurredAt()).isEqualTo(Gating.NOW.toString());
		assertThat(ingest.budgetId()).isEqualTo("6f1c2a7e-9b5d-4c08-a6e1-f2d3c4b5a697");
	}

	@Test
	void softForgivesNoMistakeOfOurOwn() {
		this.gate.authorize().thenReject(422, "RESOURCE.NOT_FOUND", "feature not found");
		assertThatExceptionOfType(BillingConfigurationException.class)
			.isThrownBy(() -> run(Policies.with(BillingMode.SOFT)));
		assertThat(this.worked).isFalse();
	}

	@Test
	void softForgivesNoSilence() {
		this.gate.authorize().thenNotAnswer(1);
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> run(Policies.with(BillingMode.SOFT)));
		assertThat(this.worked).isFalse();
	}

	@Test
	void aToleratedLeaseWithoutUsageCallsNothing() throws Throwable {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		Shape.BLOCKING.run(this.gating.template(), Gating.operation(Policies.with(BillingMode.SOFT)), () -> 0);
		assertThat(this.gate.paths()).containsExactly("authorize");
		this.listener.verifyAllSettled();
	}

	@ParameterizedTest
	@EnumSource
	void shadowNeverCallsTheGate(Shape shape) throws Throwable {
		Operation operation = Gating.operation(Policies.with(BillingMode.SHADOW));
		assertThat(shape.run(this.gating.template(), operation, this::work)).isEqualTo(3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).isEmpty();
		assertThat(this.listener.settledOf(this.listener.admitted().get(0)))
			.containsExactly(new RecordingListener.Settled(SettlementResult.MEASURED, Usage.of(3)));
	}

	@Test
	void shadowCallsNothingWhenTheWorkFails() {
		assertThatIllegalStateException()
			.isThrownBy(() -> runFailing(Policies.with(BillingMode.SHADOW), () -> UsageReporter.report(Usage.of(3))));
		assertThat(this.gate.paths()).isEmpty();
		this.listener.verifyAllSettled();
	}

	@Test
	void shadowKeepsNoUsageForAnOperator() throws Throwable {
		Operation operation = Gating.operation(Policies.with(BillingMode.SHADOW));
		Shape.BLOCKING.run(this.gating.template(), operation, () -> {
			UsageReporter.report(Usage.of(-1));
			return "done";
		});
		assertThat(this.listener.results()).containsExactly(SettlementResult.MEASURED);
	}

	@ParameterizedTest
	@EnumSource
	void allowLetsWorkPassAndBooksItLater(Shape shape) throws Throwable {
		this.gate.authorize().thenNotAnswer(1);
		this.gate.ingest().thenNotAnswer(2);
		Operation operation = Gating.operation(Policies.with(OnUnreachable.ALLOW));
		assertThat(shape.run(this.gating.template(), operation, this::work)).isEqualTo(3);
		this.listener.awaitAllSettled();
		assertThat(this.listener.admitted()).extracting(Lease::admission).containsExactly(Admission.WAIVED);
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.INGESTED);
		assertThat(this.gate.paths()).containsExactly("authorize", "ingest", "ingest", "ingest");
		assertThat(this.gate.ingest().sent()).extracting(FakeGate.Sent::key)
			.allMatch((key) -> key.startsWith("ingest-"))
			.containsOnly(this.gate.ingest().sent().get(0).key());
		assertThat(this.gate.ingest().sent()).extracting(FakeGate.Sent::body)
			.containsOnly(this.gate.ingest().sent().get(0).body());
	}

	@Test
	void allowLetsNoDenialPass() {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "grant balance exhausted");
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> run(Policies.with(OnUnreachable.ALLOW)));
	}

	@Test
	void allowIsBoundedForASubject() throws Throwable {
		BillingTemplate template = this.gating.policy(Policies.with(OnUnreachable.ALLOW)).maxWaived(10, 1).template();
		FakeGate.Held<?> ingest = this.gate.ingest().thenHold();
		this.gate.authorize().thenNotAnswer(4);
		CompletableFuture<?> first = template.executeAsync(Gating.operation(),
				() -> CompletableFuture.completedFuture(1));
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 1));
		Operation bobs = Operation.builder("llm.chat").identity(BillingSubject.of("acme", "bob").toIdentity()).build();
		assertThat((int) template.execute(bobs, () -> 1)).isEqualTo(1);
		ingest.succeed();
		assertThat(first).succeedsWithin(SOON);
		assertThat((int) template.execute(Gating.operation(), () -> 1)).isEqualTo(1);
		this.listener.awaitAllSettled();
	}

	@Test
	void allowIsBoundedForAnInstance() {
		BillingTemplate template = this.gating.policy(Policies.with(OnUnreachable.ALLOW)).maxWaived(0, 10).template();
		this.gate.authorize().thenNotAnswer(1);
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> template.execute(Gating.operation(), () -> 1));
	}

	@Test
	void workThatFailsOrTellsNothingGivesItsWaiverBack() {
		BillingTemplate template = this.gating.policy(Policies.with(OnUnreachable.ALLOW)).maxWaived(1, 1).template();
		this.gate.authorize().thenNotAnswer(6);
		this.gate.ingest().thenReject(422, "RESOURCE.NOT_FOUND", "feature inactive");
		assertThatIllegalStateException().isThrownBy(() -> template.execute(Gating.operation(), PolicyTests::fail));
		template.execute(Gating.operation(), () -> "no usage");
		template.execute(Gating.operation(), () -> 0);
		template.execute(Gating.operation(), () -> -1);
		template.execute(Gating.operation(), () -> 1);
		assertThat((int) template.execute(Gating.operation(), () -> 1)).isEqualTo(1);
		this.listener.awaitAllSettled();
		assertThat(this.listener.admitted()).hasSize(6);
	}

	@ParameterizedTest
	@EnumSource(names = { "BLOCKING", "FUTURE", "MONO" })
	void failedWorkCommitsWhatWasReportedWhereThePolicySaysSo(Shape shape) {
		Operation operation = Gating.operation(Policies.with(OnFailure.COMMIT_OBSERVED));
		assertThatIllegalStateException().isThrownBy(() -> shape.run(this.gating.template(), operation, () -> {
			UsageReporter.report(Usage.of(5));
			return fail();
		}));
		this.listener.awaitAllSettled();
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"5\"");
	}

	@ParameterizedTest
	@EnumSource
	void failedWorkIsFreeByDefault(Shape shape) {
		assertThatIllegalStateException().isThrownBy(() -> shape.run(this.gating.template(), Gating.operation(), () -> {
			UsageReporter.report(Usage.of(5).asFinal());
			return fail();
		}));
		this.listener.awaitAllSettled();
		// To a stream a failure is an interruption, and its final usage was seen.
		assertThat(this.gate.paths()).containsExactly("authorize", (shape != Shape.FLUX) ? "cancel" : "commits");
	}

	@Test
	void failedWorkThatReportedNothingIsCancelledUnderEveryPolicy() {
		assertThatIllegalStateException().isThrownBy(() -> runFailing(Policies.with(OnFailure.COMMIT_OBSERVED), () -> {
		}));
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void aFailureIsNoInterruption() {
		assertThatIllegalStateException().isThrownBy(() -> runFailing(Policies.with(OnInterruption.COMMIT_OBSERVED),
				() -> UsageReporter.report(Usage.of(5))));
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void missingUsageCancelsByDefault() throws Throwable {
		Operation operation = Gating.describe().estimatedQuantityMinor(100L).build();
		assertThat(Shape.BLOCKING.run(this.gating.template(), operation, () -> "text")).isEqualTo("text");
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.listener.withoutUsage()).hasSize(1);
	}

	@Test
	void missingUsageCommitsTheEstimateWhereThePolicySaysSo() throws Throwable {
		Operation operation = Gating.describe()
			.estimatedQuantityMinor(100L)
			.policy(Policies.with(OnMissingUsage.COMMIT_ESTIMATE))
			.build();
		assertThat(Shape.BLOCKING.run(this.gating.template(), operation, () -> "text")).isEqualTo("text");
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"100\"");
		assertThat(this.listener.withoutUsage()).hasSize(1);
	}

	@Test
	void missingUsageWithoutAnEstimateCancels() throws Throwable {
		Shape.BLOCKING.run(this.gating.template(), Gating.operation(Policies.with(OnMissingUsage.COMMIT_ESTIMATE)),
				() -> "text");
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	@Test
	void zeroUsageIsCancelledUnderEveryPolicy() throws Throwable {
		Operation operation = Gating.describe()
			.estimatedQuantityMinor(100L)
			.policy(Policies.with(OnMissingUsage.COMMIT_ESTIMATE))
			.build();
		Shape.BLOCKING.run(this.gating.template(), operation, () -> 0);
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.listener.withoutUsage()).isEmpty();
	}

	@Test
	void aRateLimitDeniesByDefault() {
		this.gate.authorize().thenReject(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded", rateLimit(5));
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(() -> run(OperationPolicy.INHERIT))
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isEqualTo(Duration.ofSeconds(5)));
	}

	@Test
	void onAThreadThatMayBlockARateLimitIsWaitedForThere() throws InterruptedException {
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		rateLimitedOnce(5);
		CompletableFuture<Object> outcome = new CompletableFuture<>();
		Thread caller = new Thread(() -> outcome.complete(this.gating.template()
			.execute(Gating.operation(Policies.with(OnRateLimit.WAIT)), Thread::currentThread)));
		caller.start();
		await().until(() -> time.getScheduledTaskCount() > 0);
		time.advanceTimeBy(Duration.ofMillis(4999));
		assertThat(this.gate.authorize().sent()).hasSize(1);
		assertThat(outcome).isNotDone();
		time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(outcome).succeedsWithin(SOON).isSameAs(caller);
		verifyAskedAgain();
	}

	@Test
	void onAnEventLoopARateLimitIsWaitedForByATimer() {
		this.gating.scheduler(Schedulers.newBoundedElastic(2, 10, "template"));
		Scheduler loop = Schedulers.newSingle("event-loop");
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		rateLimitedOnce(5);
		CompletableFuture<Object> outcome = new CompletableFuture<>();
		loop.schedule(() -> this.gating.template()
			.executeAsync(Gating.operation(Policies.with(OnRateLimit.WAIT)), () -> CompletableFuture.completedFuture(7))
			.thenAccept(outcome::complete));
		await().until(() -> time.getScheduledTaskCount() > 0);
		time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(outcome).succeedsWithin(SOON).isEqualTo(7);
		verifyAskedAgain();
	}

	@Test
	void aRateLimitBeyondTheBoundDenies() {
		this.gating.maxRateLimitWait(Duration.ofSeconds(4));
		this.gate.authorize().thenReject(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded", rateLimit(5));
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(() -> run(Policies.with(OnRateLimit.WAIT)));
		assertThat(this.worked).isFalse();
	}

	@Test
	void theBoundHoldsForAllWaitsTogether() {
		Scheduler loop = Schedulers.newSingle("event-loop");
		this.gating.maxRateLimitWait(Duration.ofSeconds(3)).scheduler(Schedulers.newBoundedElastic(2, 10, "template"));
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		for (int i = 0; i < 10; i++) {
			rateLimitedOnce(0);
		}
		AtomicReference<CompletableFuture<Integer>> outcome = new AtomicReference<>();
		loop.schedule(() -> outcome.set(this.gating.template()
			.executeAsync(Gating.operation(Policies.with(OnRateLimit.WAIT)),
					() -> CompletableFuture.completedFuture(7))));
		await().until(() -> {
			time.advanceTimeBy(Duration.ofSeconds(1));
			return outcome.get() != null && outcome.get().isDone();
		});
		assertThat(outcome.get()).failsWithin(SOON);
		assertThat(this.gate.authorize().sent()).hasSize(4);
	}

	@Test
	void aRateLimitThatNamesNoWaitDenies() {
		this.gate.authorize().thenReject(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded");
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(() -> run(Policies.with(OnRateLimit.WAIT)));
	}

	@Test
	void theOperationsPolicyWinsOverTheGlobalOne() throws Throwable {
		this.gating.policy(Policies.with(BillingMode.SHADOW));
		run(OperationPolicy.INHERIT);
		assertThat(this.gate.paths()).isEmpty();
		run(Policies.with(BillingMode.ENFORCE));
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
	}

	private void rateLimitedOnce(int seconds) {
		this.gate.authorize().thenReject(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded", rateLimit(seconds));
	}

	private void verifyAskedAgain() {
		assertThat(this.gate.authorize().sent()).hasSize(2);
		assertThat(this.gate.authorize().sent().get(1)).isEqualTo(this.gate.authorize().sent().get(0));
	}

	private static Hint rateLimit(int seconds) {
		return FakeGate.hint("rate.limit", "seconds", seconds);
	}

	private Object run(OperationPolicy policy) throws Throwable {
		return Shape.BLOCKING.run(this.gating.template(), Gating.operation(policy), this::work);
	}

	private void runFailing(OperationPolicy policy, Runnable before) throws Throwable {
		Shape.BLOCKING.run(this.gating.template(), Gating.operation(policy), () -> {
			before.run();
			return fail();
		});
	}

	private Integer work() {
		this.worked.set(true);
		return 3;
	}

	private static Object fail() {
		throw new IllegalStateException("failed");
	}

}
