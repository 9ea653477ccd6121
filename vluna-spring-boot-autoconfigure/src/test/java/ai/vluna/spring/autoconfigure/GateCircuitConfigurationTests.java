package ai.vluna.spring.autoconfigure;

import java.time.Duration;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.http.GateCircuit;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link GateCircuitConfiguration}.
 */
class GateCircuitConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
				VlunaMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withPropertyValues("vluna.base-url=http://localhost:1/mgt/v1", "vluna.realm-id=r", "vluna.service-key.id=pk",
				"vluna.service-key.secret=AAECAwQF");

	@Test
	void protectsTheClientByDefault() {
		this.runner.run((context) -> {
			CircuitBreakerConfig config = context.getBean("vlunaCircuitBreaker", CircuitBreaker.class)
				.getCircuitBreakerConfig();
			assertThat(config.getFailureRateThreshold()).isEqualTo(50);
			assertThat(config.getSlidingWindowType()).isEqualTo(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED);
			assertThat(config.getSlidingWindowSize()).isEqualTo(10);
			assertThat(config.getMinimumNumberOfCalls()).isEqualTo(5);
			assertThat(config.getWaitIntervalFunctionInOpenState().apply(1)).isEqualTo(10_000);
			assertThat(config.getPermittedNumberOfCallsInHalfOpenState()).isEqualTo(3);
		});
	}

	@Test
	void takesEveryProperty() {
		this.runner
			.withPropertyValues("vluna.circuit-breaker.failure-rate=20", "vluna.circuit-breaker.window=100",
					"vluna.circuit-breaker.minimum-calls=50", "vluna.circuit-breaker.open-duration=1m",
					"vluna.circuit-breaker.half-open-calls=7")
			.run((context) -> {
				CircuitBreakerConfig config = context.getBean(CircuitBreaker.class).getCircuitBreakerConfig();
				assertThat(config.getFailureRateThreshold()).isEqualTo(20);
				assertThat(config.getSlidingWindowSize()).isEqualTo(100);
				assertThat(config.getMinimumNumberOfCalls()).isEqualTo(50);
				assertThat(config.getWaitIntervalFunctionInOpenState().apply(1))
					.isEqualTo(Duration.ofMinutes(1).toMillis());
				assertThat(config.getPermittedNumberOfCallsInHalfOpenState()).isEqualTo(7);
			});
	}

	@ParameterizedTest
	@CsvSource({ "failure-rate, 0", "failure-rate, 101", "window, 0", "minimum-calls, 0", "minimum-calls, 11",
			"open-duration, 0s", "open-duration, -1s", "half-open-calls, 1" })
	void namesAPropertyThatMakesNoSense(String property, String value) {
		this.runner.withPropertyValues("vluna.circuit-breaker." + property + "=" + value)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("vluna.circuit-breaker." + property));
	}

	@Test
	void usesTheBreakerOfTheApplicationAmongOthers() {
		CircuitBreaker own = CircuitBreaker.ofDefaults("own");
		this.runner.withBean("vlunaCircuitBreaker", CircuitBreaker.class, () -> own)
			.withBean("another", CircuitBreaker.class, () -> CircuitBreaker.ofDefaults("another"))
			.run((context) -> {
				assertThat(context.getBean("vlunaCircuitBreaker")).isSameAs(own);
				assertThat(context.getBean(GateCircuit.class).state()).isEqualTo(GateCircuit.State.CLOSED);
				own.transitionToOpenState();
				assertThat(context.getBean(GateCircuit.class).state()).isEqualTo(GateCircuit.State.OPEN);
			});
		this.runner.withBean("another", CircuitBreaker.class, () -> own)
			.run((context) -> assertThat(context.getBean("vlunaCircuitBreaker")).isNotSameAs(own));
	}

	@Test
	void backsOff() {
		this.runner.withPropertyValues("vluna.circuit-breaker.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(VlunaClient.class)
				.doesNotHaveBean(CircuitBreaker.class)
				.doesNotHaveBean(GateCircuit.class));
		this.runner.withBean(VlunaClient.class, () -> mock(VlunaClient.class))
			.run((context) -> assertThat(context).doesNotHaveBean(CircuitBreaker.class));
		this.runner.withClassLoader(new FilteredClassLoader("io.github.resilience4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(VlunaClient.class)
				.doesNotHaveBean(GateCircuit.class));
	}

	@Test
	void showsItsState() {
		this.runner.run((context) -> {
			CircuitBreaker breaker = context.getBean(CircuitBreaker.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertState(registry, "closed");
			breaker.transitionToOpenState();
			assertState(registry, "open");
			breaker.transitionToHalfOpenState();
			assertState(registry, "half_open");
		});
	}

	private static void assertState(MeterRegistry registry, String expected) {
		for (String state : new String[] { "closed", "half_open", "open" }) {
			assertThat(registry.get("vluna.circuit.state").tag("state", state).gauge().value()).as(state)
				.isEqualTo(state.equals(expected) ? 1 : 0);
		}
	}

}
