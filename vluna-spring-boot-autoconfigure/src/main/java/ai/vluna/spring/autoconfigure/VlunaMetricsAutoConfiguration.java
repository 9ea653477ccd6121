package ai.vluna.spring.autoconfigure;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import ai.vluna.spring.client.http.GateCircuit;
import ai.vluna.spring.delivery.DirectSettlement;
import ai.vluna.spring.hint.handler.HintHandlers;
import ai.vluna.spring.observation.BillingMeters;
import ai.vluna.spring.observation.BillingMetric;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the metrics of billing.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = VlunaGateAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
public final class VlunaMetricsAutoConfiguration {

	VlunaMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	BillingMeters vlunaBillingMeters(MeterRegistry registry) {
		return new BillingMeters(registry);
	}

	@Bean
	MeterBinder vlunaPendingMeter(ObjectProvider<DirectSettlement> settlement) {
		BillingMetric metric = BillingMetric.PENDING;
		return (registry) -> settlement
			.ifAvailable((direct) -> Gauge.builder(metric.metricName(), direct, DirectSettlement::pending)
				.description(metric.description())
				.register(registry));
	}

	@Bean
	MeterBinder vlunaCircuitMeter(ObjectProvider<GateCircuit> circuit) {
		return (registry) -> circuit.ifAvailable((present) -> {
			for (GateCircuit.State state : GateCircuit.State.values()) {
				register(registry, present, state);
			}
		});
	}

	private static void register(MeterRegistry registry, GateCircuit circuit, GateCircuit.State state) {
		BillingMetric metric = BillingMetric.CIRCUIT;
		Gauge.builder(metric.metricName(), circuit, (present) -> (present.state() == state) ? 1 : 0)
			.description(metric.description())
			.tag("state", state.name().toLowerCase(Locale.ROOT))
			.register(registry);
	}

	@Bean
	MeterBinder vlunaHintMeters(ObjectProvider<HintHandlers> handlers) {
		return (registry) -> handlers.ifAvailable((available) -> {
			counter(BillingMetric.HINT_FAILURES, available, HintHandlers::failures).register(registry);
			counter(BillingMetric.HINTS_DROPPED, available, HintHandlers::dropped).register(registry);
		});
	}

	private static FunctionCounter.Builder<HintHandlers> counter(BillingMetric metric, HintHandlers handlers,
			ToDoubleFunction<HintHandlers> count) {
		return FunctionCounter.builder(metric.metricName(), handlers, count).description(metric.description());
	}

}
