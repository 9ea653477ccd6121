package ai.vluna.spring.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingConflictException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.denial.ConflictReason;
import ai.vluna.spring.gate.idempotency.CallerKeys;
import ai.vluna.spring.gate.idempotency.InMemoryKeyMemory;
import ai.vluna.spring.gate.idempotency.KeyClaim;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import ai.vluna.spring.gate.idempotency.StructuralFingerprint;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for operations under a key of their caller, who would like to work for free.
 */
class CallerKeyTests {

	private final KeyMemory memory = memory();

	private final Gating gating = new Gating().callerKeys(Gating.keys(this.memory));

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	private final AtomicInteger worked = new AtomicInteger();

	@ParameterizedTest
	@EnumSource
	void whatIsDoneIsNotDoneAgainHereNorOnAnotherInstance(Shape shape) throws Throwable {
		shape.run(this.gating.template(), operation(), this::work);
		this.listener.awaitAllSettled();
		refused(this.gating, shape, operation(), ConflictReason.DONE);
		refused(another(), shape, operation(), ConflictReason.DONE);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.worked).hasValue(1);
		assertThat(this.listener.refused()).singleElement().isInstanceOf(BillingConflictException.class);
	}

	@ParameterizedTest
	@EnumSource
	void whatRunsIsNotDoneAgainHereNorOnAnotherInstance(Shape shape) throws Throwable {
		Gating other = another();
		BillingTemplate template = this.gating.template();
		shape.run(template, operation(), () -> {
			refusedOnAThreadOfItsOwn(template, shape);
			refusedOnAThreadOfItsOwn(other.template(), shape);
			return work();
		});
		assertThat(other.gate.paths()).isEmpty();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.worked).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void whatFailedIsTriedAgainUnderTheSameKeys(Shape shape) throws Throwable {
		Gating other = another();
		fails(this.gating, shape);
		fails(other, shape);
		shape.run(this.gating.template(), operation(), this::work);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits");
		assertThat(other.gate.paths()).containsExactly("authorize");
		assertThat(this.gate.authorize().sent()).containsOnly(other.gate.authorize().onlySent());
		refused(other, shape, operation(), ConflictReason.DONE);
		assertThat(this.listener.admitted().get(0).state()).isEqualTo(Lease.State.LEFT_OPEN);
	}

	@ParameterizedTest
	@EnumSource
	void whatWasDeniedIsTriedAgainUnderTheSameKeys(Shape shape) throws Throwable {
		this.gate.authorize()
			.thenReject(402, "SERVER.CONFIG", "quota limit exhausted")
			.thenNotAnswer(1)
			.thenReject(401, "AUTH.UNAUTHORIZED", "invalid_token")
			.thenFail(new IllegalArgumentException("bad header"));
		for (int i = 0; i < 4; i++) {
			assertThat(Shape.FUTURE.start(this.gating.template(), operation(), this::work)).isCompletedExceptionally();
		}
		shape.run(this.gating.template(), operation(), this::work);
		assertThat(this.gate.authorize().sent()).hasSize(5).containsOnly(this.gate.authorize().sent().get(0));
	}

	@ParameterizedTest
	@EnumSource
	void otherArgumentsUnderAKeyAreRefused(Shape shape) throws Throwable {
		Operation other = operation().mutate().arguments("other text").build();
		fails(this.gating, shape);
		refused(this.gating, shape, other, ConflictReason.OTHER_ARGUMENTS);
		shape.run(this.gating.template(), operation(), this::work);
		this.listener.awaitAllSettled();
		refused(this.gating, shape, other, ConflictReason.OTHER_ARGUMENTS);
		assertThat(this.worked).hasValue(1);
	}

	@Test
	void aKeyBelongsToItsCustomerUserFeatureAndRealm() throws Throwable {
		Shape.BLOCKING.run(this.gating.template(), operation(), this::work);
		for (Operation other : List.of(
				operation().mutate().identity(BillingSubject.of("globex", "alice").toIdentity()).build(),
				operation().mutate().identity(BillingSubject.of("acme", "bob").toIdentity()).build(),
				operation().mutate().featureCode("llm.other").build(),
				operation().mutate().callerKey("key-2").build())) {
			Shape.BLOCKING.run(this.gating.template(), other, this::work);
		}
		Shape.BLOCKING.run(another().realmId("realm-other").template(), operation(), this::work);
		assertThat(this.worked).hasValue(6);
	}

	@Test
	void theCallersKeyIsNoPartOfWhatIsSent() throws Throwable {
		Gating stranger = new Gating();
		Shape.BLOCKING.run(this.gating.template(), operation(), this::work);
		Shape.BLOCKING.run(stranger.template(), operation(), this::work);
		assertThat(this.gate.authorize().onlySent().key()).isNotEqualTo(stranger.gate.authorize().onlySent().key());
	}

	@Test
	void authorizesWithNothingThatMayDiffer() throws Throwable {
		Operation estimated = operation().mutate().estimatedQuantityMinor(100L).build();
		Shape.BLOCKING.run(this.gating.template(), estimated, this::work);
		assertThat(this.gate.authorize().onlySent().request(AuthorizeRequest.class).estimatedQuantityMinor()).isNull();
	}

	@Test
	void argumentsWithoutAFingerprintAreAnErrorWithARemedy() {
		Operation operation = operation().mutate().arguments(new Object()).build();
		assertThatExceptionOfType(BillingConfigurationException.class)
			.isThrownBy(() -> Shape.BLOCKING.run(this.gating.template(), operation, this::work))
			.withMessageContaining("'java.lang.Object'")
			.withMessageContaining("register an ArgumentFingerprint bean");
		assertThat(this.gate.paths()).isEmpty();
		assertThat(this.listener.refused()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void noPolicyLetsWorkStartWithoutALease(Shape shape) throws Throwable {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted").thenNotAnswer(1);
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> shape.run(this.gating.template(), lenient(), this::work));
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> shape.run(this.gating.template(), lenient(), this::work));
		assertThat(this.worked).hasValue(0);
		shape.run(this.gating.template(), lenient(), this::work);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "authorize", "commits");
	}

	@Test
	void aProcessThatDiedWithoutALeaseIsNotChargedBesideTheNext() throws Throwable {
		Gating mortal = new Gating().callerKeys(Gating.keys(new MortalMemory(this.memory)));
		mortal.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted").thenNotAnswer(1);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(BillingException.class)
				.isThrownBy(() -> Shape.BLOCKING.run(mortal.template(), lenient(), this::work));
		}
		Shape.BLOCKING.run(this.gating.template(), lenient(), this::work);
		assertThat(mortal.gate.paths()).containsExactly("authorize", "authorize");
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
	}

	@Test
	void aProcessThatDiedWithALeaseIsNotChargedBesideTheNext() throws Throwable {
		Gating mortal = new Gating().callerKeys(Gating.keys(new MortalMemory(this.memory)));
		Shape.BLOCKING.run(mortal.template(), lenient(), this::work);
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted").thenNotAnswer(1);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(BillingException.class)
				.isThrownBy(() -> Shape.BLOCKING.run(this.gating.template(), lenient(), this::work));
		}
		Shape.BLOCKING.run(this.gating.template(), lenient(), this::work);
		assertThat(this.gate.ingest().sent()).isEmpty();
		assertThat(this.gate.commit().onlySent().key()).isEqualTo(mortal.gate.commit().onlySent().key());
	}

	@Test
	void nobodyGetsAroundThePolicyByLeavingEarly() {
		Operation observed = operation().mutate().policy(Policies.with(OnInterruption.COMMIT_OBSERVED)).build();
		BillingTemplate template = this.gating.template();
		template.executeFlux(() -> observed, () -> Flux.just(1, 2)).take(1).blockLast();
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		refused(this.gating, Shape.FLUX, observed, ConflictReason.DONE);
	}

	@Test
	void nobodyGetsAroundTheFinalUsageByLeavingEarly() {
		BillingTemplate template = this.gating.extractor((value) -> Usage.of(1).asFinal()).template();
		template.executeFlux(CallerKeyTests::operation, () -> Flux.just(1, 2)).take(1).blockLast();
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		refused(this.gating, Shape.FLUX, operation(), ConflictReason.DONE);
	}

	@Test
	void whatWasChargedOfFailedWorkIsDone() {
		Operation observed = operation().mutate().policy(Policies.with(OnFailure.COMMIT_OBSERVED)).build();
		assertThatIllegalStateException().isThrownBy(() -> Shape.BLOCKING.run(this.gating.template(), observed, () -> {
			UsageReporter.report(Usage.of(3));
			return failingWork();
		}));
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		refused(this.gating, Shape.BLOCKING, observed, ConflictReason.DONE);
	}

	@Test
	void anInterruptedStreamOfWhichNothingIsChargedIsTriedAgain() throws Throwable {
		BillingTemplate template = this.gating.template();
		template.executeFlux(CallerKeyTests::operation, () -> Flux.just(1, 2)).take(1).blockLast();
		Shape.FLUX.run(template, operation(), this::work);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits");
	}

	@Test
	void workWithoutUsageIsDoneUnlessThatIsAFailure() throws Throwable {
		Shape.BLOCKING.run(this.gating.template(), operation(), () -> 0);
		refused(this.gating, Shape.BLOCKING, operation(), ConflictReason.DONE);
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		Operation strict = operation().mutate().callerKey("key-2").policy(Policies.with(OnMissingUsage.FAIL)).build();
		assertThatExceptionOfType(MissingUsageException.class)
			.isThrownBy(() -> Shape.BLOCKING.run(this.gating.template(), strict, () -> "no number"));
		Shape.BLOCKING.run(this.gating.template(), strict, this::work);
		assertThat(this.gate.paths()).endsWith("authorize", "authorize", "commits");
	}

	@Test
	void usageThatCannotBeSentIsDoneAsItIsWithAnOperator() throws Throwable {
		Shape.BLOCKING.run(this.gating.template(), operation(), () -> -1);
		refused(this.gating, Shape.BLOCKING, operation(), ConflictReason.DONE);
	}

	@Test
	void aCommitWhoseFateIsUnknownIsDone() throws Throwable {
		this.gate.commit().thenNotAnswer(1);
		Shape.BLOCKING.run(this.gating.template(), operation(), this::work);
		refused(this.gating, Shape.BLOCKING, operation(), ConflictReason.DONE);
		this.listener.awaitAllSettled();
		assertThat(this.gate.commit().sent()).hasSize(2).containsOnly(this.gate.commit().sent().get(0));
	}

	@Test
	void anAttemptOfAProcessThatDiedIsChargedOnceTogetherWithTheNext() throws Throwable {
		FakeGate.Held<?> answer = this.gate.commit().thenHold();
		RememberedKey remembered = new RememberedKey(this.memory);
		this.gating.callerKeys(Gating.keys(remembered));
		CompletableFuture<?> first = Shape.FUTURE.start(this.gating.template(), operation(), this::work);
		assertThat(first).isNotDone();
		Gating survivor = another();
		refused(survivor, Shape.BLOCKING, operation(), ConflictReason.RUNNING);
		this.memory.failed(remembered.key, remembered.base).block();
		Shape.BLOCKING.run(survivor.template(), operation(), this::work);
		assertThat(survivor.gate.authorize().onlySent().key()).isEqualTo(this.gate.authorize().onlySent().key());
		assertThat(survivor.gate.commit().onlySent().key()).isEqualTo(this.gate.commit().onlySent().key());
		answer.succeed();
		refused(survivor, Shape.BLOCKING, operation(), ConflictReason.DONE);
	}

	@Test
	void aCallerWhoLeavesWhileTheGateIsAskedLeavesTheKeyToTheNext() throws Throwable {
		FakeGate.Held<?> answer = this.gate.authorize().thenHold();
		Sinks.One<Integer> never = Sinks.one();
		Disposable caller = Mono
			.<Integer>defer(() -> this.gating.template().executeMono(CallerKeyTests::operation, never::asMono))
			.subscribeOn(reactor.core.scheduler.Schedulers.single())
			.subscribe();
		org.awaitility.Awaitility.await().until(() -> !this.gate.paths().isEmpty());
		caller.dispose();
		refused(this.gating, Shape.BLOCKING, operation(), ConflictReason.RUNNING);
		answer.succeed();
		this.listener.awaitAllSettled();
		Shape.BLOCKING.run(this.gating.template(), operation(), this::work);
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits");
		assertThat(this.gate.authorize().sent()).containsOnly(this.gate.authorize().sent().get(0));
	}

	@Test
	void ofManyCallsAtATimeOneIsDoneAndChargedOnce() throws Exception {
		List<BillingTemplate> instances = List.of(this.gating.template(), another().template());
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			for (int round = 0; round < 100; round++) {
				Operation operation = operation().mutate().callerKey("round-" + round).build();
				CountDownLatch start = new CountDownLatch(1);
				List<Future<Boolean>> calls = IntStream.range(0, 8).mapToObj((i) -> threads.submit(() -> {
					start.await();
					return isDone(Shape.values()[i % 4], instances.get(i % 2), operation);
				})).toList();
				start.countDown();
				int done = 0;
				for (Future<Boolean> call : calls) {
					done += call.get() ? 1 : 0;
				}
				assertThat(done).isOne();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.worked).hasValue(100);
	}

	@Test
	void shadowClaimsNothing() throws Throwable {
		Operation shadow = operation().mutate().policy(Policies.with(BillingMode.SHADOW)).build();
		Shape.BLOCKING.run(this.gating.template(), shadow, this::work);
		Shape.BLOCKING.run(this.gating.template(), shadow, this::work);
		assertThat(this.worked).hasValue(2);
		assertThat(this.gate.paths()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aMemoryThatForgetsItsDutiesChangesNoResult(Shape shape) throws Throwable {
		KeyMemory broken = AnsweringKeyMemory.granting((base) -> {
			throw new IllegalStateException("no connection");
		}, (base) -> Mono.error(new IllegalStateException("no connection")));
		Gating gating = new Gating().callerKeys(Gating.keys(broken));
		assertThat(shape.run(gating.template(), operation(), this::work)).isEqualTo(3);
		assertThatIllegalStateException().isThrownBy(() -> shape.run(gating.template(), operation(), this::failingWork))
			.withMessage("failed");
		gating.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> shape.run(gating.template(), operation(), this::work));
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsAskedNorDoneWithoutTheMemory(Shape shape) {
		KeyMemory absent = AnsweringKeyMemory.claiming(Mono.error(new IllegalStateException("no connection")));
		Gating gating = new Gating().callerKeys(Gating.keys(absent));
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> shape.run(gating.template(), operation(), this::work))
			.withMessageContaining("mend what remembers keys: no connection")
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(gating.listener.refused()).hasSize(1);
		assertThat(gating.gate.paths()).isEmpty();
		assertThat(this.worked).hasValue(0);
	}

	@ParameterizedTest
	@EnumSource
	void aMemoryThatHangsHoldsNobodyUpAndItsLateClaimIsLeftToTheNext(Shape shape) throws Throwable {
		HangingMemory hanging = new HangingMemory(this.memory);
		Gating gating = new Gating()
			.callerKeys(new CallerKeys(hanging, new StructuralFingerprint(), (context) -> null, Duration.ofMillis(50)));
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> shape.run(gating.template(), lenient(), this::work))
			.withMessageContaining("mend what remembers keys: no answer within 50 ms");
		assertThat(gating.listener.refused()).hasSize(1);
		assertThat(gating.gate.paths()).isEmpty();
		refused(this.gating, shape, operation(), ConflictReason.RUNNING);
		hanging.answer.tryEmitEmpty();
		shape.run(this.gating.template(), operation(), this::work);
		assertThat(this.worked).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void anInboundKeyIsTakenUnlessTheOperationBringsOne(Shape shape) throws Throwable {
		Gating inbound = new Gating()
			.callerKeys(new CallerKeys(this.memory, new StructuralFingerprint(), (context) -> "key-1"));
		Operation keyless = Gating.operation();
		shape.run(inbound.template(), keyless, this::work);
		inbound.listener.awaitAllSettled();
		refused(inbound, shape, keyless, ConflictReason.DONE);
		shape.run(inbound.template(), keyless.mutate().key("stable").build(), this::work);
		shape.run(inbound.template(), keyless.mutate().callerKey("key-2").build(), this::work);
		assertThat(this.worked).hasValue(3);
	}

	@Test
	void aCallThatIsAbsorbedNeedsNoKey() throws Throwable {
		Gating inbound = new Gating()
			.callerKeys(new CallerKeys(this.memory, new StructuralFingerprint(), (context) -> "key-1"));
		BillingTemplate template = inbound.template();
		Operation inner = Gating.describe().absorbable(true).build();
		Shape.BLOCKING.run(template, Gating.operation(), () -> {
			template.execute(inner, this::work);
			return "no number";
		});
		inbound.listener.awaitAllSettled();
		assertThat(inbound.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.worked).hasValue(1);
	}

	private static KeyMemory memory() {
		return new InMemoryKeyMemory(Clock.fixed(Gating.NOW, ZoneOffset.UTC), Duration.ofHours(1), 1000);
	}

	private Gating another() {
		return new Gating().callerKeys(Gating.keys(this.memory));
	}

	private static Operation operation() {
		return Gating.describe().callerKey("key-1").arguments("text").build();
	}

	private static Operation lenient() {
		OperationPolicy usual = OperationPolicy.INHERIT;
		return operation().mutate()
			.policy(new OperationPolicy(BillingMode.SOFT, OnUnreachable.ALLOW, usual.onFailure(),
					usual.onInterruption(), usual.onMissingUsage(), usual.onRateLimit(), usual.onInnerCall()))
			.build();
	}

	private Integer work() {
		this.worked.incrementAndGet();
		return 3;
	}

	private Integer failingWork() {
		throw new IllegalStateException("failed");
	}

	private void fails(Gating gating, Shape shape) {
		assertThatIllegalStateException().isThrownBy(() -> shape.run(gating.template(), operation(), this::failingWork))
			.withMessage("failed");
	}

	private void refused(Gating gating, Shape shape, Operation operation, ConflictReason reason) {
		assertThatExceptionOfType(BillingConflictException.class)
			.isThrownBy(() -> shape.run(gating.template(), operation, this::work))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	private void refusedOnAThreadOfItsOwn(BillingTemplate template, Shape shape) {
		Callable<@Nullable Object> work = this::work;
		assertThat(CompletableFuture.supplyAsync(() -> shape.start(template, operation(), work))
			.thenCompose((outcome) -> outcome)).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(BillingException.class)
			.withMessageContaining("is running");
	}

	private boolean isDone(Shape shape, BillingTemplate template, Operation operation) {
		try {
			shape.run(template, operation, this::work);
			return true;
		}
		catch (BillingConflictException ex) {
			return false;
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * A memory that does what another one does, for others that do something else.
	 */
	private static class OtherMemory implements KeyMemory {

		private final KeyMemory memory;

		OtherMemory(KeyMemory memory) {
			this.memory = memory;
		}

		@Override
		public Mono<KeyClaim> claim(String key, String fingerprint, String base) {
			return this.memory.claim(key, fingerprint, base);
		}

		@Override
		public Mono<Void> done(String key, String base) {
			return this.memory.done(key, base);
		}

		@Override
		public Mono<Void> failed(String key, String base) {
			return this.memory.failed(key, base);
		}

	}

	/**
	 * Learns that a process died where it would have learned that its work is done.
	 */
	private static final class MortalMemory extends OtherMemory {

		private MortalMemory(KeyMemory memory) {
			super(memory);
		}

		@Override
		public Mono<Void> done(String key, String base) {
			return failed(key, base);
		}

	}

	/**
	 * Grants and does not say so.
	 */
	private static final class HangingMemory extends OtherMemory {

		private final Sinks.Empty<KeyClaim> answer = Sinks.empty();

		private HangingMemory(KeyMemory memory) {
			super(memory);
		}

		@Override
		public Mono<KeyClaim> claim(String key, String fingerprint, String base) {
			return super.claim(key, fingerprint, base).delayUntil((claim) -> this.answer.asMono());
		}

	}

	/**
	 * Knows what a process held that died.
	 */
	private static final class RememberedKey extends OtherMemory {

		private String key = "";

		private String base = "";

		private RememberedKey(KeyMemory memory) {
			super(memory);
		}

		@Override
		public Mono<KeyClaim> claim(String key, String fingerprint, String base) {
			this.key = key;
			this.base = base;
			return super.claim(key, fingerprint, base);
		}

	}

}
