package ai.vluna.integration.workers;

import ai.vluna.spring.test.gate.catalogue.GateCatalogue;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the gate sells, and to whom.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CatalogueConfiguration {

	private static final long WEALTH = 1_000_000;

	@Bean
	GateCatalogue catalogue() {
		return GateCatalogue.builder()
			.feature("text", (feature) -> feature.price(2))
			.account("acme", (account) -> account.balance("alice", WEALTH))
			.account("globex", (account) -> account.balance("bob", WEALTH))
			.account("jobs", (account) -> account.balance("nightly", WEALTH))
			.account("bankrupt", (account) -> account.balance("bella", 0))
			.build();
	}

}
