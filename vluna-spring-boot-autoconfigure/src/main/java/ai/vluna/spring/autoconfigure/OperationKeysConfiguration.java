package ai.vluna.spring.autoconfigure;

import java.time.Clock;

import ai.vluna.spring.gate.idempotency.ArgumentFingerprint;
import ai.vluna.spring.gate.idempotency.CallerKeys;
import ai.vluna.spring.gate.idempotency.InMemoryKeyMemory;
import ai.vluna.spring.gate.idempotency.InboundKeys;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import ai.vluna.spring.gate.idempotency.RandomKeys;
import ai.vluna.spring.gate.idempotency.StructuralFingerprint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wiring of what makes the keys of operations, and those that callers supply safe.
 */
@Configuration(proxyBeanMethods = false)
class OperationKeysConfiguration {

	private static final Log logger = LogFactory.getLog(OperationKeysConfiguration.class);

	static VlunaProperties.InboundIdempotency checked(VlunaProperties properties) {
		VlunaProperties.InboundIdempotency inbound = properties.inboundIdempotency();
		if (inbound.retention().toMillis() <= 0) {
			throw new InvalidConfigurationPropertyValueException("vluna.inbound-idempotency.retention",
					inbound.retention(), "Keys must be remembered for some time.");
		}
		if (inbound.maxKeys() <= 0) {
			throw new InvalidConfigurationPropertyValueException("vluna.inbound-idempotency.max-keys",
					inbound.maxKeys(), "There must be room for at least one key.");
		}
		return inbound;
	}

	@Bean
	RandomKeys vlunaRandomKeys() {
		return new RandomKeys();
	}

	@Bean
	@ConditionalOnMissingBean
	ArgumentFingerprint vlunaArgumentFingerprint() {
		return new StructuralFingerprint();
	}

	@Bean
	@ConditionalOnMissingBean(KeyMemory.class)
	InMemoryKeyMemory vlunaKeyMemory(VlunaProperties properties) {
		VlunaProperties.InboundIdempotency inbound = checked(properties);
		if (inbound.enabled()) {
			logger.warn("Idempotency keys of requests are remembered in memory, for this instance only: another "
					+ "instance, or this one after a restart, does and charges the same request again");
		}
		return new InMemoryKeyMemory(Clock.systemUTC(), inbound.retention(), inbound.maxKeys());
	}

	@Bean
	@ConditionalOnMissingBean
	CallerKeys vlunaCallerKeys(KeyMemory memory, ArgumentFingerprint fingerprint, ObjectProvider<InboundKeys> inbound,
			DeliverySettings delivery) {
		return new CallerKeys(memory, fingerprint, inbound.getIfAvailable(() -> (context) -> null),
				delivery.writing().timeout());
	}

}
