package ai.vluna.spring.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import ai.vluna.spring.gate.refusal.RefusalMemory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wiring of what remembers whom the gate denied what.
 */
@Configuration(proxyBeanMethods = false)
class RefusalMemoryConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RefusalMemory vlunaRefusalMemory(VlunaProperties properties) {
		VlunaProperties.Refusals refusals = properties.refusals();
		requirePositiveOrZero("remember-for", refusals.rememberFor());
		requirePositiveOrZero("remember-rate-limits-for", refusals.rememberRateLimitsFor());
		if (refusals.maxRemembered() < 0) {
			throw new InvalidConfigurationPropertyValueException("vluna.refusals.max-remembered",
					refusals.maxRemembered(), "A number of denials cannot be negative.");
		}
		return new RefusalMemory(Clock.systemUTC(), refusals.rememberFor(), refusals.rememberRateLimitsFor(),
				refusals.maxRemembered());
	}

	private static void requirePositiveOrZero(String name, Duration time) {
		if (time.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("vluna.refusals." + name, time,
					"Denials can be remembered for some time, or with zero not at all.");
		}
	}

}
