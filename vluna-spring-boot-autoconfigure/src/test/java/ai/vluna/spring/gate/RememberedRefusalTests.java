package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.gate.refusal.RefusalMemory;
import ai.vluna.spring.observation.BillingMeters;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnRateLimit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for how operations are admitted while a denial is remembered, in all shapes.
 */
class RememberedRefusalTests {

	private final MovableClock clock = new MovableClock();

	private final Gating gating = new Gating()
		.refusals(new RefusalMemory(this.clock, Duration.ofSeconds(1), Duration.ofSeconds(10), 100));

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	private final BillingTemplate template = this.gating.template();

	@ParameterizedTest
	@EnumSource
	void aRefusedCustomerIsNotAskedForAgain(Shape shape) {
		denyBalance();
		assertThat(denied(shape, Gating.operation()).isRemembered()).isFalse();
		for (int i = 0; i < 10; i++) {
			this.clock.advance(Duration.ofMillis(50));
			assertThat(denied(shape, Gating.operation()).isRemembered()).isTrue();
		}
		assertThat(this.gate.paths()).containsExactly("authorize");
		assertThat(this.listener.refused()).hasSize(11).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void aDenialDoesNotProlongItself(Shape shape) throws Throwable {
		denyBalance();
		denied(shape, Gating.operation());
		this.clock.advance(Duration.ofMillis(900));
		denied(shape, Gating.operation());
		this.clock.advance(Duration.ofMillis(100));
		assertThat(shape.run(this.template, Gating.operation(), () -> 3)).isEqualTo(3);
		assertThat(this.gate.paths()).containsExactly("authorize", "authorize", "commits");
	}

	@Test
	void aGrantEndsIt() throws Throwable {
		denyBalance();
		denied(Shape.BLOCKING, Gating.describe().estimatedQuantityMinor(100L).build());
		Shape.BLOCKING.run(this.template, Gating.describe().estimatedQuantityMinor(5L).build(), () -> 3);
		Shape.BLOCKING.run(this.template, Gating.describe().estimatedQuantityMinor(100L).build(), () -> 3);
		assertThat(this.gate.authorize().sent()).hasSize(3);
	}

	@Test
	void ourOwnMistakesAreNotRemembered() {
		this.gate.authorize().thenReject(422, "RESOURCE.NOT_FOUND", "feature not found");
		assertThatExceptionOfType(BillingConfigurationException.class).isThrownBy(this::run);
		run();
	}

	@Test
	void aGateThatDoesNotAnswerIsNotRemembered() {
		this.gate.authorize().thenNotAnswer(1);
		assertThatExceptionOfType(BillingUnavailableException.class).isThrownBy(this::run);
		run();
	}

	@Test
	void aRateLimitIsToldWithWhatIsLeftOfItsWait() {
		denyRate(5);
		denied(Shape.BLOCKING, Gating.operation());
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(denied(Shape.BLOCKING, Gating.operation()).getRetryAfter()).isEqualTo(Duration.ofSeconds(3));
		this.clock.advance(Duration.ofSeconds(3));
		run();
	}

	@Test
	void whoWaitsForTheRateAsksTheGate() {
		denyRate(5);
		denied(Shape.BLOCKING, Gating.operation());
		assertThat(this.template.execute(Gating.operation(Policies.with(OnRateLimit.WAIT)), () -> 3)).isEqualTo(3);
		assertThat(this.gate.authorize().sent()).hasSize(2);
	}

	@Test
	void whoWaitsIsStillDeniedForOtherReasons() {
		denyBalance();
		denied(Shape.BLOCKING, Gating.operation());
		denied(Shape.BLOCKING, Gating.operation(Policies.with(OnRateLimit.WAIT)));
		assertThat(this.gate.authorize().sent()).hasSize(1);
	}

	@Test
	void aModeThatToleratesDenialsToleratesRememberedOnes() {
		denyBalance();
		denied(Shape.BLOCKING, Gating.operation());
		assertThat(this.template.execute(Gating.operation(Policies.with(BillingMode.SOFT)), () -> 3)).isEqualTo(3);
		assertThat(this.gate.paths()).containsExactly("authorize", "ingest");
	}

	@Test
	void attemptsAfterARememberedDenialAreDeniedLikeAfterAnyOther() {
		denyBalance();
		denied(Shape.BLOCKING, Gating.operation());
		Operation operation = Gating.describe().attempts(new OperationAttempts()).build();
		denied(Shape.BLOCKING, operation);
		this.clock.advance(Duration.ofMinutes(1));
		denied(Shape.BLOCKING, operation);
		assertThat(this.gate.paths()).containsExactly("authorize");
	}

	@Test
	void aStableKeyGetsTheLeaseThatTheGateKnows() throws Throwable {
		denyBalance();
		denied(Shape.BLOCKING, Gating.operation());
		assertThat(Shape.BLOCKING.run(this.template, Gating.describe().key("order-1").build(), () -> 3)).isEqualTo(3);
	}

	@Test
	void hintsOfARememberedDenialAreNotToldAgain() {
		denyRate(5);
		denied(Shape.BLOCKING, Gating.operation());
		assertThat(denied(Shape.BLOCKING, Gating.operation()).getHints()).hasSize(1);
		assertThat(this.listener.hinted()).hasSize(1);
	}

	@Test
	void manyAtOnceEachGetADenialOfTheirOwn() {
		denyBalance();
		denied(Shape.BLOCKING, Gating.operation());
		ExecutorService crowd = Executors.newFixedThreadPool(32);
		try {
			List<CompletableFuture<BillingDeniedException>> calls = IntStream.range(0, 1000)
				.mapToObj((i) -> CompletableFuture
					.supplyAsync(() -> denied(Shape.values()[i % Shape.values().length], Gating.operation()), crowd))
				.toList();
			assertThat(calls.stream().map(CompletableFuture::join)).hasSize(1000)
				.doesNotHaveDuplicates()
				.allMatch(BillingDeniedException::isRemembered);
		}
		finally {
			crowd.shutdownNow();
		}
		assertThat(this.gate.paths()).containsExactly("authorize");
	}

	@Test
	void areCountedApart() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		BillingTemplate metered = this.gating.listener(new BillingMeters(registry)).template();
		denyBalance();
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(BillingDeniedException.class)
				.isThrownBy(() -> metered.execute(Gating.operation(), () -> 3));
		}
		assertThat(registry.get("vluna.authorize").tag("outcome", "denied_balance").timer().count()).isEqualTo(1);
		assertThat(registry.get("vluna.authorize").tag("outcome", "remembered_balance").timer().count()).isEqualTo(2);
	}

	private void run() {
		this.template.execute(Gating.operation(), () -> 3);
	}

	private void denyBalance() {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "grant balance exhausted");
	}

	private void denyRate(int seconds) {
		this.gate.authorize()
			.thenReject(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded",
					new Hint("rate.limit", Map.of("seconds", seconds)));
	}

	private BillingDeniedException denied(Shape shape, Operation operation) {
		try {
			shape.run(this.template, operation, () -> 3);
		}
		catch (BillingDeniedException ex) {
			return ex;
		}
		catch (Throwable ex) {
			throw new AssertionError("Expected a denial", ex);
		}
		throw new AssertionError("Expected a denial");
	}

}
