package ai.vluna.spring.gate;

import java.time.Duration;

import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link OperationAttempts}, in all shapes.
 */
class OperationAttemptsTests {

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	private final OperationAttempts attempts = new OperationAttempts();

	private final Operation operation = Gating.describe().attempts(this.attempts).build();

	@ParameterizedTest
	@EnumSource
	void serveTheNextAttemptWithTheLeaseOfTheOneBefore(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.template();
		failIn(shape, template, this.operation);
		failIn(shape, template, this.operation);
		shape.run(template, this.operation, () -> 3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.gate.commit().onlySent().request(CommitRequest.class).leaseToken()).isEqualTo("lease.1");
		assertThat(this.gate.commit().onlySent().request(CommitRequest.class).quantityMinor()).isEqualTo("3");
		assertThat(this.listener.admitted()).extracting(Lease::state)
			.containsExactly(Lease.State.LEFT_OPEN, Lease.State.LEFT_OPEN, Lease.State.COMMITTED);
	}

	@ParameterizedTest
	@EnumSource
	void leaveTheLeaseOpenAfterTheLast(Shape shape) {
		failIn(shape, this.gating.template(), this.operation);
		assertThat(this.gate.paths()).containsExactly("authorize");
		assertThat(this.listener.results()).containsExactly(SettlementResult.LEFT_OPEN);
	}

	@ParameterizedTest
	@EnumSource
	void beginANewOperationAfterASuccess(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.template();
		shape.run(template, this.operation, () -> 3);
		shape.run(template, this.operation, () -> 3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.authorize().sent()).extracting(FakeGate.Sent::key).hasSize(2).doesNotHaveDuplicates();
		assertThat(this.gate.commit().sent()).extracting(FakeGate.Sent::key).hasSize(2).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void holdADenialAgainstTheNextAttempt(Shape shape) {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		BillingTemplate template = this.gating.template();
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(BillingDeniedException.class)
				.isThrownBy(() -> shape.run(template, this.operation, () -> 3));
		}
		assertThat(this.gate.paths()).containsExactly("authorize");
		assertThat(this.listener.refused()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void tolerateADenialAgainWithoutAsking(Shape shape) throws Throwable {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		BillingTemplate template = this.gating.policy(Policies.with(BillingMode.SOFT).orElse(OperationPolicy.DEFAULT))
			.template();
		failIn(shape, template, this.operation);
		shape.run(template, this.operation, () -> 3);
		shape.run(template, this.operation, () -> 3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.authorize().sent()).hasSize(1);
		assertThat(this.gate.ingest().sent()).extracting(FakeGate.Sent::key).hasSize(2).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void askAgainUnderTheSameKeyWhatWasNotAnswered(Shape shape) throws Throwable {
		this.gate.authorize().thenNotAnswer(1);
		BillingTemplate template = this.gating.template();
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> shape.run(template, this.operation, () -> 3));
		shape.run(template, this.operation, () -> 3);
		assertThat(this.gate.authorize().sent()).extracting(FakeGate.Sent::key).hasSize(2).containsOnly(key(0));
	}

	@ParameterizedTest
	@EnumSource
	void bookAWaivedOperationOnce(Shape shape) throws Throwable {
		this.gate.authorize().thenNotAnswer(2);
		BillingTemplate template = this.gating
			.policy(Policies.with(OnUnreachable.ALLOW).orElse(OperationPolicy.DEFAULT))
			.maxWaived(1, 1)
			.template();
		failIn(shape, template, this.operation);
		shape.run(template, this.operation, () -> 3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.authorize().sent()).extracting(FakeGate.Sent::key).hasSize(2).containsOnly(key(0));
		assertThat(this.gate.ingest().sent()).hasSize(1);
	}

	@Test
	void keepSubjectsApart() throws Throwable {
		BillingTemplate template = this.gating.template();
		failIn(Shape.BLOCKING, template, this.operation);
		Shape.BLOCKING.run(template, this.operation.mutate().subject(BillingSubject.of("globex", "bob")).build(),
				() -> 3);
		assertThat(this.gate.commit().onlySent().request(CommitRequest.class).leaseToken()).isEqualTo("lease.2");
		Shape.BLOCKING.run(template, this.operation, () -> 3);
		assertThat(this.gate.authorize().sent()).hasSize(2);
	}

	@Test
	void holdNoDenialAgainstOthers() throws Throwable {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		BillingTemplate template = this.gating.template();
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> Shape.BLOCKING.run(template, this.operation, () -> 3));
		Shape.BLOCKING.run(template, this.operation.mutate().subject(BillingSubject.of("globex", "bob")).build(),
				() -> 3);
		assertThat(this.gate.commit().sent()).hasSize(1);
	}

	@Test
	void giveALeaseToOneAttemptAtATime() {
		BillingTemplate template = this.gating.template();
		Sinks.One<Integer> first = Sinks.one();
		Sinks.One<Integer> second = Sinks.one();
		failIn(Shape.MONO, template, this.operation);
		template.executeMono(this.operation, first::asMono).subscribe();
		template.executeMono(this.operation, second::asMono).subscribe();
		first.tryEmitValue(1).orThrow();
		second.tryEmitValue(2).orThrow();
		this.listener.awaitAllSettled();
		assertThat(this.gate.authorize().sent()).hasSize(2);
		assertThat(this.gate.commit().sent()).extracting((commit) -> commit.request(CommitRequest.class).leaseToken())
			.containsExactly("lease.1", "lease.2");
	}

	@Test
	void forgetWhatBelongsToAnOperationBefore() throws Throwable {
		this.gate.authorize().thenSucceed().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		Operation operation = Gating.describe().attempts(new OperationAttempts(Duration.ZERO)).build();
		BillingTemplate template = this.gating.template();
		failIn(Shape.BLOCKING, template, operation);
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> Shape.BLOCKING.run(template, operation, () -> 3));
		Shape.BLOCKING.run(template, operation, () -> 3);
		assertThat(this.gate.authorize().sent()).extracting(FakeGate.Sent::key).hasSize(3).doesNotHaveDuplicates();
	}

	@Test
	void keepAStableKey() throws Throwable {
		BillingTemplate template = this.gating.template();
		Operation first = this.operation.mutate().key("invoice-1").build();
		failIn(Shape.BLOCKING, template, first);
		Shape.BLOCKING.run(template, this.operation.mutate().key("invoice-2").build(), () -> 3);
		Shape.BLOCKING.run(template, first, () -> 3);
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits", "commits");
	}

	@Test
	void areNeverCommittedInPart() {
		BillingTemplate template = this.gating.template();
		Operation operation = this.operation.mutate().policy(Policies.with(OnFailure.COMMIT_OBSERVED)).build();
		assertThatIllegalStateException().isThrownBy(() -> template.execute(operation, () -> {
			UsageReporter.report(Usage.of(3));
			throw new IllegalStateException("failed");
		}));
		assertThat(this.gate.paths()).containsExactly("authorize");
	}

	@Test
	void leaveTheFinalUsageOfABrokenStreamToTheNextAttempt() {
		this.gating.extractor((value) -> Usage.of(1).asFinal())
			.template()
			.executeFlux(this.operation,
					() -> Flux.concat(Flux.just(1), Flux.error(new IllegalStateException("broken"))))
			.onErrorComplete()
			.blockLast();
		assertThat(this.gate.paths()).containsExactly("authorize");
	}

	@Test
	void chargeTheFinalUsageOfAStreamThatNobodyWantsAnyMore() {
		this.gating.extractor((value) -> Usage.of(1).asFinal())
			.template()
			.executeFlux(this.operation, () -> Flux.just(1, 2))
			.take(1)
			.blockLast();
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
	}

	private String key(int request) {
		return this.gate.authorize().sent().get(request).key();
	}

	private static void failIn(Shape shape, BillingTemplate template, Operation operation) {
		assertThatIllegalStateException().isThrownBy(() -> shape.run(template, operation, () -> {
			throw new IllegalStateException("failed");
		}));
	}

}
