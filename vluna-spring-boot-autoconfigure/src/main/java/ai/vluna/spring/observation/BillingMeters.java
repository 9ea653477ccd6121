package ai.vluna.spring.observation;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingConflictException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.usage.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what happens to operations. Meters are looked up once for each feature
 * and outcome.
 *
 * @since 0.1.0
 */
public final class BillingMeters implements BillingListener {

	private final MeterRegistry registry;

	private final Map<String, FeatureMeters> features = new ConcurrentHashMap<>();

	/**
	 * Create meters.
	 * @param registry where to register them
	 */
	public BillingMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void admitted(Lease lease, long nanos) {
		metersOf(lease.operation()).authorized(lease.admission(), nanos);
	}

	@Override
	public void refused(Operation operation, BillingSubject subject, BillingException refusal, long nanos) {
		metersOf(operation).authorized(outcomeOf(refusal), nanos);
	}

	@Override
	public void settled(Lease lease, SettlementResult result, @Nullable Usage usage) {
		metersOf(lease.operation()).settled(result, usage);
	}

	@Override
	public void answered(Lease lease, CommitOutcome outcome) {
		metersOf(lease.operation()).answered(outcome);
	}

	@Override
	public void usageMissing(Lease lease) {
		metersOf(lease.operation()).usageMissing.increment();
	}

	@Override
	public void extractionFailed(Operation operation, Exception failure) {
		metersOf(operation).extractionFailures.increment();
	}

	private FeatureMeters metersOf(Operation operation) {
		return FeatureMeters.cached(this.features, operation.featureCode(),
				(feature) -> new FeatureMeters(this.registry, feature));
	}

	private static String outcomeOf(BillingException refusal) {
		if (refusal instanceof BillingDeniedException denial) {
			return (denial.isRemembered() ? "remembered_" : "denied_") + tagOf(denial.getReason());
		}
		if (refusal instanceof BillingConflictException conflict) {
			return "conflict_" + tagOf(conflict.getReason());
		}
		return (refusal instanceof BillingConfigurationException) ? "misconfigured" : "unavailable";
	}

	private static String tagOf(Object value) {
		return value.toString().toLowerCase(Locale.ROOT);
	}

	/**
	 * The meters of one feature.
	 */
	private static final class FeatureMeters {

		private final MeterRegistry registry;

		private final String feature;

		private final Map<Object, Timer> authorize = new ConcurrentHashMap<>();

		private final Map<SettlementResult, Counter> settlements = new ConcurrentHashMap<>();

		private final Map<CommitOutcome, Counter> commits = new ConcurrentHashMap<>();

		private final Map<SettlementResult, Counter> usage = new ConcurrentHashMap<>();

		private final Counter usageMissing;

		private final Counter extractionFailures;

		private FeatureMeters(MeterRegistry registry, String feature) {
			this.registry = registry;
			this.feature = feature;
			this.usageMissing = counter(BillingMetric.USAGE_MISSING);
			this.extractionFailures = counter(BillingMetric.EXTRACTION_FAILURES);
		}

		private void authorized(Object outcome, long nanos) {
			cached(this.authorize, outcome, this::timer).record(nanos, TimeUnit.NANOSECONDS);
		}

		private void settled(SettlementResult result, @Nullable Usage charged) {
			cached(this.settlements, result, (key) -> counter(BillingMetric.SETTLEMENTS, "result", tagOf(key)))
				.increment();
			if (charged != null) {
				cached(this.usage, result, (key) -> counter(BillingMetric.USAGE, "result", tagOf(key)))
					.increment(charged.quantityMinor());
			}
		}

		private void answered(CommitOutcome outcome) {
			cached(this.commits, outcome, (key) -> counter(BillingMetric.COMMITS, "outcome", tagOf(key))).increment();
		}

		// A plain get first: computeIfAbsent may lock although the meter is there.
		private static <K, M> M cached(Map<K, M> meters, K key, Function<K, M> registration) {
			M meter = meters.get(key);
			return (meter != null) ? meter : meters.computeIfAbsent(key, registration);
		}

		private Timer timer(Object outcome) {
			return Timer.builder(BillingMetric.AUTHORIZE.metricName())
				.description(BillingMetric.AUTHORIZE.description())
				.tags("feature", this.feature, "outcome", tagOf(outcome))
				.register(this.registry);
		}

		private Counter counter(BillingMetric metric, String... tags) {
			return Counter.builder(metric.metricName())
				.description(metric.description())
				.tag("feature", this.feature)
				.tags(tags)
				.register(this.registry);
		}

	}

}
