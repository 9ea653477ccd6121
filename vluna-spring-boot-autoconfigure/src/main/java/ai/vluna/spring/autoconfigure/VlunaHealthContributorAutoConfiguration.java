package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.client.http.GateCircuit;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.health.HealthThresholds;
import ai.vluna.spring.health.VlunaHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the health of billing.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = VlunaDeliveryAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(DeliveryOverview.class)
@ConditionalOnEnabledHealthIndicator("vluna")
@EnableConfigurationProperties(VlunaHealthProperties.class)
public final class VlunaHealthContributorAutoConfiguration {

	VlunaHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "vlunaHealthIndicator", "vlunaHealthContributor" })
	VlunaHealthIndicator vlunaHealthContributor(DeliveryOverview overview, ObjectProvider<GateCircuit> circuit,
			VlunaHealthProperties properties) {
		return new VlunaHealthIndicator(overview, circuit.getIfAvailable(),
				new HealthThresholds(properties.maxDead(), properties.maxAge()));
	}

}
