package ai.vluna.spring.gate;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.denial.DenialReason;
import ai.vluna.spring.policy.OnMissingUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for what happens before billed work.
 */
class AdmissionTests {

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	private final AtomicBoolean worked = new AtomicBoolean();

	@ParameterizedTest
	@EnumSource
	void authorizesThenWorksThenCommits(Shape shape) throws Throwable {
		Object value = shape.run(this.gating.template(), Gating.operation(), () -> {
			assertThat(this.gate.paths()).containsExactly("authorize");
			return 42;
		});
		assertThat(value).isEqualTo(42);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		CommitRequest commit = this.gate.commit().onlySent().request(CommitRequest.class);
		assertThat(commit.quantityMinor()).isEqualTo("42");
		assertThat(commit.leaseToken()).isEqualTo("lease.1");
		assertThat(commit.featureCode()).isEqualTo("llm.chat");
		assertThat(this.listener.results()).containsExactly(SettlementResult.COMMITTED);
		assertThat(this.listener.admitted().get(0).state()).isEqualTo(Lease.State.COMMITTED);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotWorkWhenDenied(Shape shape) {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> shape.run(this.gating.template(), Gating.operation(), this::work))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(DenialReason.QUOTA))
			.satisfies((ex) -> assertThat(ex.getFeatureCode()).isEqualTo("llm.chat"));
		verifyNothingButAuthorize();
		assertThat(this.listener.refused()).singleElement().isInstanceOf(BillingDeniedException.class);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotWorkWhenTheGateDoesNotAnswer(Shape shape) {
		this.gate.authorize().thenNotAnswer(1);
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> shape.run(this.gating.template(), Gating.operation(), this::work));
		verifyNothingButAuthorize();
		assertThat(this.listener.refused()).singleElement().isInstanceOf(BillingUnavailableException.class);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotWorkWhenTheSetupIsWrong(Shape shape) {
		this.gate.authorize().thenReject(401, "AUTH.INVALID_SERVICE_SIGNATURE", "Signature mismatch");
		assertThatExceptionOfType(BillingConfigurationException.class)
			.isThrownBy(() -> shape.run(this.gating.template(), Gating.operation(), this::work))
			.withMessageContaining("vluna.service-key.secret");
		verifyNothingButAuthorize();
	}

	@ParameterizedTest
	@EnumSource
	void doesNotWorkWhenTheClientIsBroken(Shape shape) {
		this.gate.authorize().thenFail(new IllegalArgumentException("bad header"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> shape.run(this.gating.template(), Gating.operation(), this::work));
		verifyNothingButAuthorize();
	}

	@ParameterizedTest
	@EnumSource
	void doesNotWorkWhenSomethingCameInItsWayMeanwhile(Shape shape) {
		Settlement settlement = mock(Settlement.class);
		given(settlement.hindrance()).willReturn(null, "the application stops");
		assertThatExceptionOfType(BillingUnavailableException.class)
			.isThrownBy(() -> shape.run(this.gating.settlement(settlement).template(), Gating.operation(), this::work))
			.withMessageContaining("the application stops");
		assertThat(this.worked).isFalse();
		assertThat(this.gate.paths()).containsExactly("authorize");
		assertThat(this.listener.admitted()).singleElement().satisfies((lease) -> {
			assertThat(lease.state()).isEqualTo(Lease.State.CANCELLED);
			then(settlement).should().release(lease);
		});
	}

	@ParameterizedTest
	@EnumSource
	void asksNothingWhenNobodyPays(Shape shape) {
		Operation operation = Operation.builder("llm.chat").build();
		assertThatExceptionOfType(MissingBillingSubjectException.class)
			.isThrownBy(() -> shape.run(this.gating.template(), operation, this::work));
		assertThat(this.worked).isFalse();
		assertThat(this.gate.paths()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "FUTURE", "MONO", "FLUX" })
	void doesNotWorkBeforeALateAnswer(Shape shape) {
		FakeGate.Held<?> answer = this.gate.authorize().thenHold();
		CompletableFuture<?> outcome = shape.startOnEventLoop(this.gating.template(), Gating.operation(), this::work);
		org.awaitility.Awaitility.await().until(() -> !this.gate.paths().isEmpty());
		assertThat(this.worked).isFalse();
		answer.succeed();
		assertThat(outcome).succeedsWithin(java.time.Duration.ofSeconds(5)).isEqualTo(1);
		assertThat(this.worked).isTrue();
		this.listener.awaitAllSettled();
	}

	@Test
	void nothingHappensBeforeSubscription() {
		BillingTemplate template = this.gating.template();
		AtomicBoolean described = new AtomicBoolean();
		Mono<Object> mono = template.executeMono(() -> {
			described.set(true);
			return Gating.operation();
		}, () -> Mono.just(work()));
		Flux<Object> flux = template.executeFlux(() -> {
			described.set(true);
			return Gating.operation();
		}, () -> Mono.just(work()));
		assertThat(described).isFalse();
		assertThat(this.worked).isFalse();
		assertThat(this.gate.paths()).isEmpty();
		assertThat(mono.block()).isEqualTo(1);
		assertThat(flux.blockLast()).isEqualTo(1);
		assertThat(described).isTrue();
	}

	@Test
	void eachSubscriptionIsAnOperationOfItsOwn() {
		BillingTemplate template = this.gating.template();
		AtomicInteger runs = new AtomicInteger();
		Mono<Integer> mono = template.executeMono(Gating::operation, () -> Mono.fromSupplier(runs::incrementAndGet));
		Flux<Integer> flux = template.executeFlux(Gating::operation, () -> Mono.fromSupplier(runs::incrementAndGet));
		mono.block();
		mono.block();
		flux.blockLast();
		flux.blockLast();
		this.listener.awaitAllSettled();
		assertThat(runs).hasValue(4);
		assertThat(this.gate.authorize().sent()).extracting(FakeGate.Sent::key).hasSize(4).doesNotHaveDuplicates();
		assertThat(this.gate.commit().sent()).extracting(FakeGate.Sent::key).hasSize(4).doesNotHaveDuplicates();
	}

	@Test
	void aRetriedSubscriptionIsANewOperation() {
		AtomicInteger runs = new AtomicInteger();
		this.gating.template().executeMono(Gating::operation, () -> Mono.fromSupplier(() -> {
			if (runs.incrementAndGet() == 1) {
				throw new IllegalStateException("first");
			}
			return 7;
		})).retry(1).block();
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel", "authorize", "commits");
		assertThat(this.gate.authorize().sent()).extracting(FakeGate.Sent::key).doesNotHaveDuplicates();
	}

	@Test
	void oneOperationUsesOneDigestInAllItsKeys() throws Throwable {
		Shape.BLOCKING.run(this.gating.template(), Gating.operation(), this::work);
		String authorize = this.gate.authorize().onlySent().key();
		String commit = this.gate.commit().onlySent().key();
		assertThat(authorize).startsWith("authorize-");
		assertThat(commit).isEqualTo("commit-" + authorize.substring("authorize-".length()));
	}

	@Test
	void theSubjectIsTheSameInEveryPhase() throws Throwable {
		Operation operation = Gating.describe()
			.identity(new BillingSubject("acme", "alice", "account-1").toIdentity())
			.build();
		Shape.BLOCKING.run(this.gating.template(), operation, this::work);
		Shape.BLOCKING.run(this.gating.template(), operation, () -> 0);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits", "authorize", "cancel");
		assertThat(this.gate.authorize().sent()).extracting(FakeGate.Sent::context)
			.allSatisfy(AdmissionTests::isAlicesAccount);
		isAlicesAccount(this.gate.commit().onlySent().context());
		isAlicesAccount(this.gate.cancel().onlySent().context());
	}

	@Test
	void describesTheOperationToTheGate() throws Throwable {
		Operation operation = Gating.describe()
			.featureFamilyCode("llm")
			.estimatedQuantityMinor(500L)
			.budgetId("6f1c2a7e-9b5d-4c08-a6e1-f2d3c4b5a697")
			.labels(Map.of("team", "b", "app", "a"))
			.build();
		Shape.BLOCKING.run(this.gating.template(), operation, this::work);
		assertThat(this.gate.authorize().onlySent().request(AuthorizeRequest.class)).isEqualTo(
				new AuthorizeRequest("llm.chat", "llm", "500", "6f1c2a7e-9b5d-4c08-a6e1-f2d3c4b5a697", Map.of()));
		assertThat(this.gate.commit().onlySent().body()).contains("\"labels\":{\"app\":\"a\",\"team\":\"b\"}");
	}

	@Test
	void aLateDescriptionThatFailsIsAnErrorBeforeAnythingIsAsked() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.gating.template().executeMono(() -> {
			throw new IllegalArgumentException("quantity");
		}, () -> Mono.just(work())).block());
		assertThat(this.gate.paths()).isEmpty();
		assertThat(this.worked).isFalse();
	}

	@Test
	void anIncompleteIdentityIsAnError() {
		Operation operation = Operation.builder("llm.chat").identity(BillingIdentity.of("acme", null)).build();
		assertThatExceptionOfType(MissingBillingSubjectException.class)
			.isThrownBy(() -> Shape.FUTURE.run(this.gating.template(), operation, this::work));
	}

	@ParameterizedTest
	@EnumSource
	void aMissingUsageThatMustNotBeReachesTheCallerAsItIs(Shape shape) {
		this.gating.policy(Policies.with(OnMissingUsage.FAIL));
		assertThatExceptionOfType(MissingUsageException.class)
			.isThrownBy(() -> shape.run(this.gating.template(), Gating.operation(), () -> "no number"))
			.withMessageContaining("llm.chat");
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
	}

	private Integer work() {
		this.worked.set(true);
		return 1;
	}

	private void verifyNothingButAuthorize() {
		assertThat(this.worked).isFalse();
		assertThat(this.gate.paths()).containsExactly("authorize");
		assertThat(this.listener.admitted()).isEmpty();
		assertThat(this.listener.results()).isEmpty();
	}

	private static void isAlicesAccount(CallContext context) {
		assertThat(context.principalId()).isEqualTo("acme");
		assertThat(context.userId()).isEqualTo("alice");
		assertThat(context.billingAccountId()).isEqualTo("account-1");
	}

}
