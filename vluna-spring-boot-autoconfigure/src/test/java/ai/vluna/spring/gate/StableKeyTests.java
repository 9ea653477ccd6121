package ai.vluna.spring.gate;

import java.util.Map;

import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for operations that may be tried again under one key.
 */
class StableKeyTests {

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	@ParameterizedTest
	@EnumSource
	void aFailedAttemptIsLeftOpenAndTheNextOneUsesTheSameKeys(Shape shape) throws Throwable {
		BillingTemplate template = this.gating.template();
		assertThatIllegalStateException().isThrownBy(() -> shape.run(template, stable(), () -> {
			throw new IllegalStateException("first");
		}));
		assertThat(this.listener.results()).containsExactly(SettlementResult.LEFT_OPEN);
		assertThat(this.listener.admitted().get(0).state()).isEqualTo(Lease.State.LEFT_OPEN);
		shape.run(template, stable(), () -> 3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits");
		assertThat(this.gate.authorize().sent().get(0)).isEqualTo(this.gate.authorize().sent().get(1));
	}

	@ParameterizedTest
	@EnumSource
	void isNeverLetPassWithoutALease(Shape shape) {
		BillingTemplate template = this.gating.template();
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(
				() -> shape.run(template, stable().mutate().policy(Policies.with(BillingMode.SOFT)).build(), () -> 3));
		this.gate.authorize().thenNotAnswer(1);
		assertThatExceptionOfType(BillingUnavailableException.class).isThrownBy(() -> shape.run(template,
				stable().mutate().policy(Policies.with(OnUnreachable.ALLOW)).build(), () -> 3));
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize");
	}

	@Test
	void anotherInstanceUsesTheSameKeys() throws Throwable {
		Gating other = new Gating();
		Shape.BLOCKING.run(this.gating.template(), stable(), () -> 3);
		Shape.BLOCKING.run(other.template(), stable(), () -> 3);
		assertThat(other.gate.authorize().onlySent()).isEqualTo(this.gate.authorize().onlySent());
		assertThat(other.gate.commit().onlySent()).isEqualTo(this.gate.commit().onlySent());
	}

	@Test
	void authorizesWithNothingThatMayDiffer() throws Throwable {
		Operation operation = stable().mutate().estimatedQuantityMinor(100L).labels(Map.of("attempt", "1")).build();
		Shape.BLOCKING.run(this.gating.template(), operation, () -> 3);
		assertThat(this.gate.authorize().onlySent().request(AuthorizeRequest.class))
			.isEqualTo(new AuthorizeRequest("llm.chat", null, null, null, Map.of()));
		assertThat(this.gate.commit().onlySent().body()).contains("\"labels\":{\"attempt\":\"1\"}");
	}

	@Test
	void workWithoutUsageIsLeftOpen() throws Throwable {
		Shape.BLOCKING.run(this.gating.template(), stable(), () -> "text");
		Shape.BLOCKING.run(this.gating.template(), stable(), () -> 0);
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize");
		assertThat(this.listener.admitted()).extracting(Lease::state)
			.containsExactly(Lease.State.LEFT_OPEN, Lease.State.LEFT_OPEN);
	}

	@Test
	void isNeverCommittedInPart() {
		BillingTemplate template = this.gating.template();
		assertThatIllegalStateException().isThrownBy(() -> template
			.execute(stable().mutate().policy(Policies.with(OnFailure.COMMIT_OBSERVED)).build(), () -> {
				UsageReporter.report(Usage.of(3));
				throw new IllegalStateException("failed");
			}));
		template
			.executeFlux(() -> stable().mutate().policy(Policies.with(OnInterruption.COMMIT_OBSERVED)).build(),
					() -> Flux.just(1, 2))
			.take(1)
			.blockLast();
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize");
		this.listener.verifyAllSettled();
	}

	@Test
	void isLeftOpenByAnInterruptionEvenAfterItsFinalUsage() {
		this.gating.extractor((value) -> Usage.of(1).asFinal())
			.template()
			.executeFlux(StableKeyTests::stable, () -> Flux.just(1, 2))
			.take(1)
			.blockLast();
		assertThat(this.gate.paths()).containsExactly("authorize");
		assertThat(this.listener.results()).containsExactly(SettlementResult.LEFT_OPEN);
	}

	@Test
	void isNeverBuriedForAnAttemptThatFailed() {
		Operation operation = stable().mutate().policy(Policies.with(OnInterruption.COMMIT_OBSERVED)).build();
		this.gating.template().executeFlux(() -> operation, () -> Flux.just(1.5, 2.5)).take(1).blockLast();
		assertThat(this.listener.results()).containsExactly(SettlementResult.LEFT_OPEN);
	}

	@Test
	void everythingThatMakesAnOperationAnotherOneMakesAnotherKey() throws Throwable {

		assertThat(new String[] { keyOf(new Gating(), stable()), keyOf(new Gating().realmId("realm-other"), stable()),
				keyOf(new Gating(),
						stable().mutate().identity(BillingSubject.of("globex", "alice").toIdentity()).build()),
				keyOf(new Gating(), stable().mutate().identity(BillingSubject.of("acme", "bob").toIdentity()).build()),
				keyOf(new Gating(), stable().mutate().featureCode("llm.other").build()),
				keyOf(new Gating(), stable().mutate().key("invoice-2").build()),
				keyOf(new Gating(), stable().mutate().key(null).build()),
				keyOf(new Gating(), stable().mutate().key(null).build()) })
			.doesNotHaveDuplicates();
		assertThat(keyOf(new Gating(), stable())).isEqualTo(keyOf(new Gating(), stable()));
	}

	@Test
	void aBlankKeyIsAnErrorAndNotARandomKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> Gating.describe().key(" "));
	}

	private static Operation stable() {
		return Gating.describe().key("invoice-1").build();
	}

	private static String keyOf(Gating gating, Operation operation) throws Throwable {
		Shape.BLOCKING.run(gating.template(), operation, () -> 1);
		return gating.gate.authorize().onlySent().key();
	}

}
