package ai.vluna.spring.observation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.delivery.DirectSettings;
import ai.vluna.spring.delivery.StoredSettlement;
import ai.vluna.spring.delivery.WriterSettings;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.usage.Usage;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DeliveryMeters}, together with {@link BillingMeters}.
 */
class DeliveryMetersTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:15Z");

	private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final BillingMeters billing = new BillingMeters(this.registry);

	private final DeliveryMeters delivery = new DeliveryMeters(this.billing, this.registry, CLOCK);

	private final PendingSettlement settlement = Settlements.commit("1");

	@Test
	void storedUsageIsCountedOnceWhenItIsCharged() {
		this.billing.settled(lease(), SettlementResult.STORED, Usage.of(42));
		assertThat(this.registry.find(BillingMetric.USAGE.metricName()).counters()).isEmpty();
		assertThat(count(BillingMetric.SETTLEMENTS, "stored")).isEqualTo(1);
		this.delivery.delivered(this.settlement, SettlementResult.COMMITTED);
		assertThat(count(BillingMetric.USAGE, "committed")).isEqualTo(42);
		assertThat(count(BillingMetric.SETTLEMENTS, "committed")).isEqualTo(1);
		assertThat(this.registry.find(BillingMetric.USAGE.metricName()).counters()).hasSize(1);
	}

	@Test
	void unconfirmedUsageIsCountedOnceWhenItIsConfirmed() {
		Lease lease = lease();
		this.billing.settled(lease, SettlementResult.UNCONFIRMED, Usage.of(42));
		this.billing.settled(lease, SettlementResult.COMMITTED, Usage.of(42));
		assertThat(count(BillingMetric.USAGE, "committed")).isEqualTo(42);
		assertThat(this.registry.find(BillingMetric.USAGE.metricName()).counters()).hasSize(1);
	}

	@Test
	void deadUsageIsCountedAsSuch() {
		this.delivery.died(Settlements.dead(this.settlement));
		assertThat(count(BillingMetric.USAGE, "dead")).isEqualTo(42);
		assertThat(count(BillingMetric.SETTLEMENTS, "dead")).isEqualTo(1);
	}

	@Test
	void answersAreCountedAlsoWhenNothingFollowsYet() {
		this.delivery.answered(this.settlement, CommitOutcome.UNKNOWN);
		assertThat(this.registry.get(BillingMetric.COMMITS.metricName())
			.tag("feature", "llm.chat")
			.tag("outcome", "unknown")
			.counter()
			.count()).isEqualTo(1);
	}

	@Test
	void theLagIsTheTimeFromTheEndOfTheWork() {
		this.delivery.delivered(this.settlement, SettlementResult.COMMITTED);
		assertThat(this.registry.get(BillingMetric.LAG.metricName()).timer().totalTime(TimeUnit.SECONDS)).isEqualTo(10);
	}

	@Test
	void aTimeThatCannotBeReadCostsTheLagOnly() {
		this.delivery.delivered(unreadable(), SettlementResult.INGESTED);
		assertThat(count(BillingMetric.USAGE, "ingested")).isEqualTo(42);
		assertThat(this.registry.find(BillingMetric.LAG.metricName()).timer()).isNull();
	}

	@Test
	void whatCanBeSeenAtAnyTimeIsShownAsItIsNow() {
		Gating gating = new Gating();
		SettlementStore store = mock(SettlementStore.class);
		given(store.backlog()).willReturn(new Backlog(3, NOW.minusSeconds(61), 2));
		BacklogMonitor monitor = new BacklogMonitor(store, Duration.ofHours(1), Schedulers.immediate());
		DirectSettings unstored = new DirectSettings(Duration.ofSeconds(2), 10, Duration.ofHours(1),
				Duration.ofHours(1), Duration.ofHours(1));
		WriterSettings writing = new WriterSettings(1, 16, 32, Duration.ofSeconds(10), Duration.ofSeconds(10));
		try (StoredSettlement settlement = new StoredSettlement(gating.gate, Settlements.TARGET, store, writing,
				unstored, gating.listener, CLOCK, Schedulers.parallel())) {
			DeliveryMeters.bind(new DeliveryOverview(settlement, monitor, () -> null, () -> true, CLOCK),
					this.registry);
			assertThat(gauge(BillingMetric.OLDEST_AGE)).isZero();
			monitor.look();
			assertThat(gauge(BillingMetric.PENDING)).isEqualTo(3);
			assertThat(gauge(BillingMetric.OLDEST_AGE)).isEqualTo(61);
			assertThat(gauge(BillingMetric.DEAD)).isEqualTo(2);
			BillingTemplate template = gating.settlement(settlement).template();
			template.execute(Gating.operation(), () -> 1);
			template.execute(Gating.operation(), () -> 1);
			assertThat(this.registry.get(BillingMetric.WRITTEN.metricName()).functionCounter().count()).isEqualTo(2);
			FunctionTimer writes = this.registry.get(BillingMetric.WRITES.metricName()).functionTimer();
			assertThat(writes.count()).isEqualTo(2);
			assertThat(Math.round(writes.totalTime(TimeUnit.NANOSECONDS)))
				.isEqualTo(settlement.written().time().toNanos())
				.isPositive();
			assertThat(gauge(BillingMetric.AT_RISK)).isZero();
			willThrow(new StoreUnavailableException("full", null)).given(store).write(any(), any());
			gating.gate.commit().thenNotAnswer(1);
			template.execute(Gating.operation(), () -> 1);
			assertThat(gauge(BillingMetric.AT_RISK)).isOne();
			assertThat(gauge(BillingMetric.PENDING)).isEqualTo(4);
		}
	}

	private double gauge(BillingMetric metric) {
		return this.registry.get(metric.metricName()).gauge().value();
	}

	private PendingSettlement unreadable() {
		PendingSettlement it = this.settlement;
		return new PendingSettlement(it.version(), it.id(), it.kind(), it.baseUrl(), it.realmId(), it.principalId(),
				it.userId(), null, it.idempotencyKey(), null, it.featureCode(), it.quantityMinor(), null, "yesterday",
				it.body());
	}

	private double count(BillingMetric metric, String result) {
		return this.registry.get(metric.metricName())
			.tag("feature", "llm.chat")
			.tag("result", result)
			.counter()
			.count();
	}

	private static Lease lease() {
		Gating gating = new Gating();
		gating.template().execute(Gating.operation(), () -> 1);
		return gating.listener.admitted().get(0);
	}

}
