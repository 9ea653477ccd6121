package ai.vluna.spring.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import ai.vluna.spring.client.http.GateCircuit;
import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.gate.Settlement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link VlunaHealthIndicator}.
 */
class VlunaHealthIndicatorTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private static final HealthThresholds THRESHOLDS = new HealthThresholds(1, Duration.ofMinutes(15));

	private final SettlementStore store = mock(SettlementStore.class);

	private final Settlement settlement = mock(Settlement.class);

	private final GateCircuit circuit = mock(GateCircuit.class);

	private final BacklogMonitor monitor = new BacklogMonitor(this.store, Duration.ofSeconds(5),
			Schedulers.immediate());

	private @Nullable String obstacle;

	private boolean answered = true;

	private final DeliveryOverview overview = new DeliveryOverview(this.settlement, this.monitor, () -> this.obstacle,
			() -> this.answered, Clock.fixed(NOW, ZoneOffset.UTC));

	private final VlunaHealthIndicator indicator = new VlunaHealthIndicator(this.overview, this.circuit, THRESHOLDS);

	VlunaHealthIndicatorTests() {
		given(this.circuit.state()).willReturn(GateCircuit.State.CLOSED);
	}

	@Test
	void isUpWhileThereIsNothingToDo() {
		see(new Backlog(3, NOW.minusSeconds(60), 1));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("pending", 3L)
			.containsEntry("oldestAge", "PT1M")
			.containsEntry("dead", 1L)
			.containsEntry("atRisk", 0)
			.containsEntry("circuit", GateCircuit.State.CLOSED)
			.doesNotContainKeys("obstacle", "hindrance");
	}

	@Test
	void warnsOfDeadSettlementsAndOfABacklogThatGrowsOld() {
		see(new Backlog(0, null, 2));
		assertThat(status()).isEqualTo(VlunaHealthIndicator.WARNING);
		see(new Backlog(1, NOW.minusSeconds(901), 0));
		assertThat(status()).isEqualTo(VlunaHealthIndicator.WARNING);
		see(new Backlog(1, NOW.minusSeconds(900), 0));
		assertThat(status()).isEqualTo(Status.UP);
	}

	@Test
	void warnsWhileTheGateDoesNotAnswer() {
		for (GateCircuit.State state : new GateCircuit.State[] { GateCircuit.State.OPEN,
				GateCircuit.State.HALF_OPEN }) {
			given(this.circuit.state()).willReturn(state);
			assertThat(status()).isEqualTo(VlunaHealthIndicator.WARNING);
		}
	}

	@Test
	void warnsWhileTheGateDoesNotAnswerWhatIsSentAlsoWithoutACircuit() {
		VlunaHealthIndicator unbroken = new VlunaHealthIndicator(this.overview, null, THRESHOLDS);
		assertThat(unbroken.health().getStatus()).isEqualTo(Status.UP);
		this.answered = false;
		assertThat(unbroken.health().getStatus()).isEqualTo(VlunaHealthIndicator.WARNING);
		assertThat(status()).isEqualTo(VlunaHealthIndicator.WARNING);
		this.answered = true;
		assertThat(unbroken.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isDownWhileSomethingHasToBeMendedFirst() {
		this.obstacle = "the key is unknown";
		assertThat(status()).isEqualTo(Status.DOWN);
		assertThat(this.indicator.health().getDetails()).containsEntry("obstacle", "the key is unknown");
	}

	@Test
	void isDownWhileNoWorkIsLetIn() {
		given(this.settlement.hindrance()).willReturn("full");
		assertThat(status()).isEqualTo(Status.DOWN);
		assertThat(this.indicator.health().getDetails()).containsEntry("hindrance", "full");
	}

	@Test
	void isDownWhileTheStoreCannotBeReadAndKeepsTheReasonToItself() {
		see(new Backlog(3, null, 0));
		given(this.store.backlog()).willThrow(new StoreUnavailableException("jdbc:password=secret", null));
		this.monitor.look();
		assertThat(status()).isEqualTo(Status.DOWN);
		assertThat(this.indicator.health().getDetails()).containsEntry("pending", 3L);
		assertThat(this.indicator.health().toString()).doesNotContain("secret");
	}

	@Test
	void asksNobody() {
		this.indicator.health();
		then(this.store).shouldHaveNoInteractions();
	}

	private void see(Backlog backlog) {
		given(this.store.backlog()).willReturn(backlog);
		this.monitor.look();
	}

	private Status status() {
		return this.indicator.health().getStatus();
	}

}
