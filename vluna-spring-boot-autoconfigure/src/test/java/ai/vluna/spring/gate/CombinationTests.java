package ai.vluna.spring.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.denial.BillingConflictException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.gate.idempotency.CallerKeys;
import ai.vluna.spring.gate.idempotency.InMemoryKeyMemory;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import ai.vluna.spring.gate.idempotency.StructuralFingerprint;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnUnreachable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for operations in which inner calls, keys of callers and several attempts meet.
 */
class CombinationTests {

	private static final Operation INNER = Gating.describe().featureCode("model").absorbable(true).build();

	private final KeyMemory memory = new InMemoryKeyMemory(Clock.fixed(Gating.NOW, ZoneOffset.UTC), Duration.ofHours(1),
			100);

	private final Gating gating = new Gating().callerKeys(Gating.keys(this.memory));

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	@ParameterizedTest
	@EnumSource
	void innerCallsThatUsedNothingTellThatNothingWasUsed(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.template();
		Operation estimated = Gating.describe()
			.estimatedQuantityMinor(100L)
			.policy(Policies.with(OnMissingUsage.COMMIT_ESTIMATE))
			.build();
		shape.run(template, estimated, () -> template.execute(INNER, () -> 0).toString());
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.listener.withoutUsage()).isEmpty();
	}

	@Test
	void operationsInsideAnotherLeaveTheKeyOfTheRequestToIt() throws Throwable {
		BillingTemplate template = inbound().template();
		Operation separate = Gating.operation(Policies.with(OnInnerCall.SEPARATE));
		Operation billed = Gating.describe().featureCode("billed").build();
		assertThatIllegalStateException().isThrownBy(() -> template.execute(separate, () -> {
			template.execute(billed, () -> 1);
			throw new IllegalStateException("failed");
		}));
		template.execute(separate, () -> {
			template.execute(billed, () -> 1);
			template.execute(INNER, () -> 2);
			template.execute(INNER, () -> 2);
			template.executeMono(billed, () -> Mono.just(1)).block();
			return 3;
		});
		assertThat(this.gate.commit().sent()).extracting((commit) -> commit.request(CommitRequest.class).featureCode())
			.containsExactly("billed", "billed", "model", "model", "billed", "llm.chat");
		assertThatExceptionOfType(BillingConflictException.class).isThrownBy(() -> template.execute(separate, () -> 3));
	}

	@ParameterizedTest
	@EnumSource
	void attemptsUnderAKeyOfTheirCallerAreOneOperation(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.template();
		Operation operation = attempt("key-1", new OperationAttempts());
		failIn(shape, template, operation);
		failIn(shape, template, operation);
		shape.run(template, operation, () -> 3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.authorize().sent()).hasSize(3).containsOnly(this.gate.authorize().sent().get(0));
		assertThat(this.gate.commit().sent()).hasSize(1);
		assertThat(this.gate.cancel().sent()).isEmpty();
		assertThatExceptionOfType(BillingConflictException.class)
			.isThrownBy(() -> shape.run(template, operation, () -> 3));
	}

	@ParameterizedTest
	@EnumSource
	void aDenialUnderAKeyIsRememberedAndLeavesTheKeyFree(Shape shape) throws Throwable {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		BillingTemplate template = this.gating.template();
		Operation operation = attempt("key-1", new OperationAttempts());
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(BillingDeniedException.class)
				.isThrownBy(() -> shape.run(template, operation, () -> 3));
		}
		assertThat(this.gate.paths()).containsExactly("authorize");
		shape.run(template, attempt("key-1", new OperationAttempts()), () -> 3);
		assertThat(this.gate.authorize().sent()).hasSize(2).containsOnly(this.gate.authorize().sent().get(0));
	}

	@Test
	void whatAnAttemptLeftBelongsToTheKeyOfItsCaller() throws Throwable {
		BillingTemplate template = this.gating.template();
		OperationAttempts attempts = new OperationAttempts();
		failIn(Shape.BLOCKING, template, attempt("key-1", attempts));
		Shape.BLOCKING.run(template, Gating.describe().attempts(attempts).build(), () -> 3);
		Shape.BLOCKING.run(template, attempt("key-1", attempts), () -> 3);
		assertThat(this.gate.commit().sent()).extracting(FakeGate.Sent::key).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void aDenialBelongsToTheKeyOfItsCaller() throws Throwable {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		BillingTemplate template = this.gating.template();
		OperationAttempts attempts = new OperationAttempts();
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> Shape.BLOCKING.run(template, attempt("key-1", attempts), () -> 3));
		Shape.BLOCKING.run(template, attempt("key-2", attempts), () -> 3);
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits");
	}

	@ParameterizedTest
	@EnumSource
	void attemptsChargeWhatTheInnerCallsOfTheLastOneUsed(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.template();
		Operation operation = Gating.describe().attempts(new OperationAttempts()).build();
		CompletableFuture<Integer> late = new CompletableFuture<>();
		assertThatIllegalStateException().isThrownBy(() -> shape.run(template, operation, () -> {
			template.execute(INNER, () -> 10);
			template.executeAsync(INNER, () -> late);
			throw new IllegalStateException("failed");
		}));
		shape.run(template, operation, () -> template.execute(INNER, () -> 7).toString());
		late.complete(5);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.gate.commit().onlySent().body()).contains("\"quantity_minor\":\"7\"");
	}

	@Test
	void aWaivedAttemptThatFailsOwesNothing() throws Throwable {
		BillingTemplate template = this.gating.maxWaived(1, 1).template();
		Operation operation = Gating.describe()
			.attempts(new OperationAttempts())
			.policy(Policies.with(OnUnreachable.ALLOW))
			.build();
		this.gate.authorize().thenNotAnswer(3);
		failIn(Shape.BLOCKING, template, operation);
		failIn(Shape.MONO, template, operation);
		Shape.FLUX.run(template, operation, () -> 3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.authorize().sent()).hasSize(3).containsOnly(this.gate.authorize().sent().get(0));
		assertThat(this.gate.ingest().sent()).hasSize(1);
	}

	@Test
	void repetitionsUnderAStableKeyBookWhatCameLateOnce() {
		BillingTemplate template = this.gating.template();
		Operation stable = Gating.describe().key("invoice-1").build();
		for (int i = 0; i < 2; i++) {
			CompletableFuture<Integer> first = new CompletableFuture<>();
			CompletableFuture<Integer> second = new CompletableFuture<>();
			template.execute(stable, () -> {
				template.executeAsync(INNER, () -> first);
				template.executeAsync(INNER, () -> second);
				return template.execute(INNER, () -> 10).toString();
			});
			first.complete(5);
			second.complete(6);
		}
		assertThat(this.gate.ingest().sent()).extracting(FakeGate.Sent::key).hasSize(4);
		assertThat(this.gate.ingest().sent()).extracting(FakeGate.Sent::key)
			.element(2)
			.isEqualTo(this.gate.ingest().sent().get(0).key());
		assertThat(this.gate.ingest().sent().stream().distinct()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void aSlowMemoryDoesNotHideThatUsageIsMissing(Shape shape) {
		Sinks.Empty<Void> remembered = Sinks.empty();
		BillingTemplate template = new Gating().callerKeys(Gating.keys(ending((base) -> remembered.asMono())))
			.template();
		Operation strict = Gating.describe().callerKey("key-1").policy(Policies.with(OnMissingUsage.FAIL)).build();
		Schedulers.parallel().schedule(() -> remembered.tryEmitEmpty().orThrow(), 50, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(MissingUsageException.class)
			.isThrownBy(() -> shape.run(template, strict, () -> "text"));
	}

	@ParameterizedTest
	@EnumSource
	@Timeout(20)
	void aMemoryThatNeverAnswersDoesNotKeepTheResult(Shape shape) throws Throwable {
		BillingTemplate template = new Gating().callerKeys(Gating.keys(ending((base) -> Mono.never()))).template();
		assertThat(shape.run(template, attempt("key-1", new OperationAttempts()), () -> 3)).isEqualTo(3);
		failIn(shape, template, attempt("key-2", new OperationAttempts()));
	}

	@ParameterizedTest
	@EnumSource
	void aMemoryThatAnswersNothingStartsNothing(Shape shape) {
		KeyMemory mute = AnsweringKeyMemory.claiming(Mono.empty());
		Gating gating = new Gating().callerKeys(Gating.keys(mute));
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> shape.run(gating.template(), attempt("key-1", new OperationAttempts()), () -> 3))
			.withStackTraceContaining("KeyMemory");
		assertThat(gating.gate.paths()).isEmpty();
	}

	@Test
	void subscribersThatLeaveAtOnceLeaveNoLeaseBehind() {
		Operation shadow = Gating.operation(Policies.with(BillingMode.SHADOW));
		Flux<Integer> measured = this.gating.template()
			.executeFlux(shadow, () -> Flux.just(1))
			.doOnDiscard(String.class, (text) -> {
			});
		Schedulers.single().schedule(() -> measured.subscribe(new BaseSubscriber<Integer>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.cancel();
			}

		}));
		await().until(() -> !this.listener.admitted().isEmpty());
		this.listener.awaitAllSettled();
	}

	private Gating inbound() {
		return this.gating.callerKeys(new CallerKeys(this.memory, new StructuralFingerprint(), (context) -> "key-1"));
	}

	private static Operation attempt(String callerKey, OperationAttempts attempts) {
		return Gating.describe().callerKey(callerKey).attempts(attempts).build();
	}

	private static KeyMemory ending(Function<String, Mono<Void>> end) {
		return AnsweringKeyMemory.granting(end, end);
	}

	private static void failIn(Shape shape, BillingTemplate template, Operation operation) {
		assertThatIllegalStateException().isThrownBy(() -> shape.run(template, operation, () -> {
			throw new IllegalStateException("failed");
		})).withMessage("failed");
	}

}
