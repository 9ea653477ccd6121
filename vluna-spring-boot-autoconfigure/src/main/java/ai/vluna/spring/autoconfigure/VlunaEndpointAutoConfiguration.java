package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.actuate.endpoint.ShownSettlements;
import ai.vluna.spring.actuate.endpoint.VlunaEndpoint;
import ai.vluna.spring.client.http.GateCircuit;
import ai.vluna.spring.delivery.DeadSettlements;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.SettlementStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the Actuator endpoint {@code vluna}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = VlunaDeliveryAutoConfiguration.class)
@ConditionalOnClass({ SanitizingFunction.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(DeliveryOverview.class)
@ConditionalOnAvailableEndpoint(VlunaEndpoint.class)
@EnableConfigurationProperties(VlunaEndpointProperties.class)
public final class VlunaEndpointAutoConfiguration {

	VlunaEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	VlunaEndpoint vlunaEndpoint(DeliveryOverview overview, ObjectProvider<SettlementStore> store,
			ObjectProvider<DeadSettlements> dead, ObjectProvider<DeliveryTarget> target,
			ObjectProvider<GateCircuit> circuit, VlunaEndpointProperties properties,
			ObjectProvider<SanitizingFunction> sanitizers) {
		ShownSettlements shown = new ShownSettlements(sanitizers.orderedStream().toList(), properties.showValues(),
				properties.roles());
		return new VlunaEndpoint(overview, circuit.getIfAvailable(), target.getIfAvailable(), store.getIfAvailable(),
				dead.getIfAvailable(), shown);
	}

}
