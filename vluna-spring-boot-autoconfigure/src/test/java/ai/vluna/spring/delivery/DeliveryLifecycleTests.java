package ai.vluna.spring.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.SettlementResult;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeliveryLifecycle} without a store; with one, it is tested in a
 * context.
 */
class DeliveryLifecycleTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final Gating gating = new Gating();

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final Intake intake = Intake.unbounded();

	private final BillingListeners listener = new BillingListeners(List.of(this.gating.listener, this.intake));

	private final DirectSettlement settlement = new DirectSettlement(this.gating.gate,
			new DirectSettings(Duration.ofSeconds(2), 10, Duration.ofHours(1), Duration.ofSeconds(1),
					Duration.ofSeconds(1)),
			this.listener, Clock.fixed(Gating.NOW, ZoneOffset.UTC), this.timer, this.intake);

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

}
