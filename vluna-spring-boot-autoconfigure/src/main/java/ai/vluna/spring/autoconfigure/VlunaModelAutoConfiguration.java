package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.model.FeatureResolution;
import ai.vluna.spring.model.FeatureResolver;
import ai.vluna.spring.model.ModelGate;
import ai.vluna.spring.model.ModelRules;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for the gate of model and tool calls, whichever runtime makes them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = VlunaGateAutoConfiguration.class)
public final class VlunaModelAutoConfiguration {

	VlunaModelAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
	@ConditionalOnBean(BillingTemplate.class)
	@Import(ModelRulesConfiguration.class)
	static class EnabledConfiguration {

		@Bean
		@ConditionalOnMissingBean
		FeatureResolution vlunaFeatureResolution(ObjectProvider<FeatureResolver> resolvers, ModelRules rules) {
			return new FeatureResolution(resolvers.orderedStream().toList(), rules);
		}

		@Bean
		@ConditionalOnMissingBean
		ModelGate modelGate(BillingTemplate template, FeatureResolution features) {
			return ModelGate.of(template, features);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "vluna.enabled", havingValue = false)
	static class DisabledConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ModelGate modelGate() {
			return ModelGate.passThrough();
		}

	}

}
