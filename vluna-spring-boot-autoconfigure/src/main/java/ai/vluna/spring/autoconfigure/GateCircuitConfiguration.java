package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.autoconfigure.VlunaClientAutoConfiguration.OptionalPart;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.http.CircuitBreakerGateCircuit;
import ai.vluna.spring.client.http.GateCircuit;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps callers from waiting for a gate that does not answer.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(CircuitBreaker.class)
@ConditionalOnBooleanProperty(name = "vluna.circuit-breaker.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(VlunaClient.class)
class GateCircuitConfiguration {

	private static final String BREAKER = "vlunaCircuitBreaker";

	private static final String PREFIX = "vluna.circuit-breaker.";

	// One for unconfirmed usage that is sent again, one for new work.
	private static final int MIN_HALF_OPEN_CALLS = 2;

	@Bean(BREAKER)
	@ConditionalOnMissingBean(name = BREAKER)
	CircuitBreaker vlunaCircuitBreaker(VlunaProperties properties) {
		VlunaProperties.CircuitBreaker circuit = properties.circuitBreaker();
		require(circuit.failureRate() >= 1 && circuit.failureRate() <= 100, "failure-rate", circuit.failureRate(),
				"It is a percentage from 1 to 100.");
		require(circuit.window() >= 1, "window", circuit.window(), "It must be at least 1.");
		require(circuit.minimumCalls() >= 1 && circuit.minimumCalls() <= circuit.window(), "minimum-calls",
				circuit.minimumCalls(), "It must be from 1 to 'vluna.circuit-breaker.window'.");
		require(circuit.openDuration().toMillis() >= 1, "open-duration", circuit.openDuration(),
				"It must be positive.");
		require(circuit.halfOpenCalls() >= MIN_HALF_OPEN_CALLS, "half-open-calls", circuit.halfOpenCalls(),
				"It must be at least 2, so that one is left for new work while unconfirmed usage is sent again.");
		return CircuitBreaker.of("vluna", CircuitBreakerConfig.custom()
			.failureRateThreshold(circuit.failureRate())
			// Answers are counted on event loops, where a lock may not be waited for.
			.slidingWindow(circuit.window(), circuit.minimumCalls(), SlidingWindowType.COUNT_BASED,
					SlidingWindowSynchronizationStrategy.LOCK_FREE)
			.waitDurationInOpenState(circuit.openDuration())
			.permittedNumberOfCallsInHalfOpenState(circuit.halfOpenCalls())
			.build());
	}

	private static void require(boolean valid, String property, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + property, value, reason);
		}
	}

	@Bean
	GateCircuit vlunaGateCircuit(@Qualifier(BREAKER) CircuitBreaker breaker) {
		return new CircuitBreakerGateCircuit(breaker);
	}

	@Bean
	OptionalPart vlunaCircuitPart(GateCircuit circuit) {
		return (client) -> client.circuit(circuit);
	}

}
