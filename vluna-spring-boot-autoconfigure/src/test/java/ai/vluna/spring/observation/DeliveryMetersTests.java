package ai.vluna.spring.observation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.usage.Usage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeliveryMeters}, together with {@link BillingMeters}.
 */
class DeliveryMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final BillingMeters billing = new BillingMeters(this.registry);

	private final DeliveryMeters delivery = new DeliveryMeters(this.billing, this.registry,
			Clock.fixed(Instant.parse("2026-01-02T03:04:15Z"), ZoneOffset.UTC));

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
