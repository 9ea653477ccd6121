package ai.vluna.spring.observation;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import ai.vluna.spring.delivery.DeliveryListener;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.delivery.DeliveryStatus;
import ai.vluna.spring.delivery.WriterStatistics;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.SettlementResult;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts and times what happens to stored settlements. Their results are counted here and
 * not when they are stored, by the process that delivers them.
 *
 * @since 0.1.0
 */
public final class DeliveryMeters implements DeliveryListener {

	private final BillingMeters meters;

	private final MeterRegistry registry;

	private final Clock clock;

	/**
	 * Create meters.
	 * @param meters the meters of the operations that the settlements are of
	 * @param registry where to register further ones
	 * @param clock tells how late usage is charged
	 */
	public DeliveryMeters(BillingMeters meters, MeterRegistry registry, Clock clock) {
		this.meters = meters;
		this.registry = registry;
		this.clock = clock;
	}

	/**
	 * Register what can be seen of delivery at any time.
	 * @param overview knows how delivery is doing
	 * @param registry where to register it
	 */
	public static void bind(DeliveryOverview overview, MeterRegistry registry) {
		gauge(BillingMetric.PENDING, overview, DeliveryStatus::pending).register(registry);
		gauge(BillingMetric.OLDEST_AGE, overview, DeliveryMeters::oldestAgeOf).baseUnit("seconds").register(registry);
		gauge(BillingMetric.DEAD, overview, DeliveryStatus::dead).register(registry);
		gauge(BillingMetric.AT_RISK, overview, DeliveryStatus::atRisk).register(registry);
		FunctionTimer
			.builder(BillingMetric.WRITES.metricName(), overview, (source) -> source.written().groups(),
					(source) -> nanosOf(source.written()), TimeUnit.NANOSECONDS)
			.description(BillingMetric.WRITES.description())
			.register(registry);
		FunctionCounter
			.builder(BillingMetric.WRITTEN.metricName(), overview, (source) -> source.written().settlements())
			.description(BillingMetric.WRITTEN.description())
			.register(registry);
	}

	private static Gauge.Builder<DeliveryOverview> gauge(BillingMetric metric, DeliveryOverview overview,
			ToDoubleFunction<DeliveryStatus> value) {
		return Gauge.builder(metric.metricName(), overview, (source) -> value.applyAsDouble(source.status()))
			.description(metric.description());
	}

	private static double oldestAgeOf(DeliveryStatus status) {
		Duration age = status.oldestAge();
		return (age != null) ? age.toSeconds() : 0;
	}

	private static double nanosOf(WriterStatistics statistics) {
		return statistics.time().toNanos();
	}

	@Override
	public void answered(PendingSettlement settlement, CommitOutcome outcome) {
		this.meters.answered(settlement.featureCode(), outcome);
	}

	@Override
	public void delivered(PendingSettlement settlement, SettlementResult result) {
		this.meters.settled(settlement.featureCode(), result, settlement.quantityMinor());
		try {
			Duration lag = Duration.between(Instant.parse(settlement.endedAt()), this.clock.instant());
			Timer.builder(BillingMetric.LAG.metricName())
				.description(BillingMetric.LAG.description())
				.tag("feature", settlement.featureCode())
				.register(this.registry)
				.record(lag);
		}
		catch (DateTimeException ex) {
			// Of another version: it is charged, and how late is not worth more.
		}
	}

	@Override
	public void died(DeadSettlement dead) {
		PendingSettlement settlement = dead.settlement();
		this.meters.settled(settlement.featureCode(), SettlementResult.DEAD, settlement.quantityMinor());
	}

}
