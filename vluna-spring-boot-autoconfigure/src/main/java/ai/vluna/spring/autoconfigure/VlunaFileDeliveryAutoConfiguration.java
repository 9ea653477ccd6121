package ai.vluna.spring.autoconfigure;

import java.time.Clock;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.delivery.file.FileSettlementStore;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import org.h2.mvstore.MVStore;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for usage that is kept in a file until it is charged.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = VlunaClientAutoConfiguration.class, before = VlunaDeliveryAutoConfiguration.class)
@ConditionalOnClass(MVStore.class)
@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "vluna.delivery.store", havingValue = "file")
@ConditionalOnBean(VlunaClient.class)
@ConditionalOnMissingBean(SettlementStore.class)
public final class VlunaFileDeliveryAutoConfiguration {

	VlunaFileDeliveryAutoConfiguration() {
	}

	@Bean
	FileSettlementStore vlunaFileSettlementStore(DeliverySettings settings) {
		return new FileSettlementStore(settings.file(), Clock.systemUTC(), Schedulers.parallel());
	}

	@Bean
	@ConditionalOnMissingBean
	KeyMemory vlunaFileKeyMemory(VlunaProperties properties, FileSettlementStore store) {
		VlunaProperties.InboundIdempotency inbound = OperationKeysConfiguration.checked(properties);
		return store.keyMemory(inbound.retention(), inbound.maxKeys());
	}

}
