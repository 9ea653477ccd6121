package ai.vluna.integration.instances.pool;

import ai.vluna.spring.test.gate.catalogue.GateCatalogue;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An application that bills in the middle of its own work with the database.
 */
@SpringBootApplication
class ShopApplication {

	/**
	 * The pool of the application.
	 */
	static final String POOL = "shop";

	static final String FEATURE = "text";

	@Bean
	GateCatalogue catalogue() {
		return GateCatalogue.builder()
			.feature(FEATURE, (feature) -> feature.price(2))
			.account("acme", (account) -> account.balance("alice", 1_000_000))
			.build();
	}

	@Bean
	static Borrowers borrowers() {
		return new Borrowers();
	}

}
