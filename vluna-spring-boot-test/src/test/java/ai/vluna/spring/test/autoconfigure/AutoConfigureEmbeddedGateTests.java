package ai.vluna.spring.test.autoconfigure;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;

// tag::slice[]
@SpringBootTest
@AutoConfigureEmbeddedGate
class AutoConfigureEmbeddedGateTests {

	@Autowired
	private EmbeddedGate gate;

	// end::slice[]
	@Test
	void startsAGateWithTheCatalogueOfTheTest() {
		Caller alice = new Caller(this.gate, "acme", "alice");
		alice.commit(alice.lease("summary"), "summary", 7);
		assertThat(this.gate).hasSingleLease().wasCommittedWith(7);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		// tag::catalogue[]
		@Bean
		GateCatalogue catalogue() {
			return GateCatalogue.builder()
				.feature("summary", (feature) -> feature.price(3))
				.account("acme", (account) -> account.balance("alice", 1_000_000))
				.build();
		}
		// end::catalogue[]

	}

}
