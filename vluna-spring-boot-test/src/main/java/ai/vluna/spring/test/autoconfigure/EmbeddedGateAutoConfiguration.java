package ai.vluna.spring.test.autoconfigure;

import ai.vluna.spring.autoconfigure.VlunaClientAutoConfiguration;
import ai.vluna.spring.autoconfigure.VlunaConnectionDetails;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for an {@link EmbeddedGate} that the
 * application is connected to.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = VlunaClientAutoConfiguration.class)
@ConditionalOnBooleanProperty("vluna.embedded-gate.enabled")
@EnableConfigurationProperties(EmbeddedGateProperties.class)
public final class EmbeddedGateAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	GateCatalogue embeddedGateCatalogue(EmbeddedGateProperties properties) {
		return properties.toCatalogue();
	}

	@Bean
	@ConditionalOnMissingBean
	EmbeddedGate embeddedGate(EmbeddedGateProperties properties, GateCatalogue catalogue) {
		return EmbeddedGate.builder()
			.port(properties.port())
			.catalogue(catalogue)
			.knownPrincipal(properties.knownPrincipals().toArray(String[]::new))
			.start();
	}

	@Bean
	@ConditionalOnMissingBean
	VlunaConnectionDetails embeddedGateConnectionDetails(EmbeddedGate gate) {
		return new EmbeddedGateConnectionDetails(gate);
	}

}
