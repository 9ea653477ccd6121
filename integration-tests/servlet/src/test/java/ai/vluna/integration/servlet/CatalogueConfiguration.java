package ai.vluna.integration.servlet;

import java.time.Duration;
import java.util.List;

import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.catalogue.Rate;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the gate sells, and to whom.
 */
@Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {

	/**
	 * What everybody with money may use.
	 */
	static final String TEXT = "text";

	/**
	 * What may be used once an hour.
	 */
	static final String RARE = "text.rare";

	private static final long WEALTH = 1_000_000;

	@Bean
	GateCatalogue catalogue() {
		GateCatalogue.Builder catalogue = GateCatalogue.builder()
			.feature(TEXT, (feature) -> feature.price(2))
			.feature(RARE, (feature) -> feature.price(2).rate(new Rate(1, Duration.ofHours(1))))
			.account("initech",
					(account) -> account.balance("dave", WEALTH).quota(TEXT, Quota.of(0, Duration.ofDays(1))))
			.account("bankrupt", (account) -> account.balance("bella", 0))
			.account("lite", (account) -> account.balance("erin", WEALTH).deny("default"))
			.account("former", (account) -> account.balance("fred", WEALTH).disabledUser("fred"));
		for (String payer : List.of("acme/alice", "globex/bob", "coded/carl", "filled/fiona", "token/tom",
				"jobs/nightly")) {
			String[] names = payer.split("/");
			catalogue.account(names[0], (account) -> account.balance(names[1], WEALTH));
		}
		return catalogue.build();
	}

}
