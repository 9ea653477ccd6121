package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.hint.handler.BillingHintHandler;
import ai.vluna.spring.observation.BillingMeters;
import ai.vluna.spring.observation.BillingMetric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VlunaMetricsAutoConfiguration}, on Boot's real chain, so that a wrong
 * order shows.
 */
class VlunaMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(VlunaMetricsAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
						VlunaGateAutoConfiguration.class, VlunaContextAutoConfiguration.class,
						VlunaClientAutoConfiguration.class, WebClientAutoConfiguration.class))
		.withPropertyValues("vluna.base-url=http://localhost:1/mgt/v1", "vluna.realm-id=r", "vluna.service-key.id=pk",
				"vluna.service-key.secret=AAECAwQF", "vluna.subject.principal=fixed:a", "vluna.subject.user=fixed:u");

	private final ApplicationContextRunner metered = this.runner
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@Test
	void metricsReallyAppear() {
		this.metered.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find(BillingMetric.PENDING.metricName()).gauge()).isNotNull();
			context.getBean(BillingMeters.class)
				.extractionFailed(Operation.builder("llm.chat").build(), new Exception());
			assertThat(registry.get(BillingMetric.EXTRACTION_FAILURES.metricName())
				.tag("feature", "llm.chat")
				.counter()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void hintHandlersAreMeteredIfThereAreAny() {
		this.metered.run((context) -> assertThat(
				context.getBean(MeterRegistry.class).find(BillingMetric.HINT_FAILURES.metricName()).meter())
			.isNull());
		this.metered.withBean(BillingHintHandler.class, () -> (hint, occasion) -> {
		}).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get(BillingMetric.HINT_FAILURES.metricName()).functionCounter().count()).isZero();
			assertThat(registry.get(BillingMetric.HINTS_DROPPED.metricName()).functionCounter().count()).isZero();
		});
	}

	@Test
	void doesNothingWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BillingMeters.class));
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BillingMeters.class));
	}

	@Test
	void backsOff() {
		this.metered.withBean("own", BillingMeters.class, () -> new BillingMeters(new SimpleMeterRegistry()))
			.run((context) -> assertThat(context).hasSingleBean(BillingMeters.class).hasBean("own"));
	}

}
