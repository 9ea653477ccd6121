package ai.vluna.spring.test.autoconfigure;

import java.time.Duration;

import ai.vluna.spring.autoconfigure.VlunaClientAutoConfiguration;
import ai.vluna.spring.autoconfigure.VlunaConnectionDetails;
import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Quota;
import ai.vluna.spring.test.gate.catalogue.Rate;
import ai.vluna.spring.test.gate.catalogue.Rounding;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedGateAutoConfigurationTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EmbeddedGateAutoConfiguration.class));

	private final ApplicationContextRunner enabled = this.context
		.withPropertyValues("vluna.embedded-gate.enabled=true");

	@Test
	void startsNoGateUnlessItIsEnabled() {
		this.context.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedGate.class));
	}

	@Test
	void connectsTheApplicationToTheGateInPlaceOfItsProperties() {
		this.enabled.withConfiguration(AutoConfigurations.of(VlunaClientAutoConfiguration.class)).run((context) -> {
			EmbeddedGate gate = context.getBean(EmbeddedGate.class);
			VlunaConnectionDetails details = context.getBean(VlunaConnectionDetails.class);
			assertThat(details.getBaseUrl()).isEqualTo(gate.baseUrl()).hasPath("/mgt/v1");
			assertThat(details.getRealmId()).isEqualTo(gate.realmId());
			assertThat(details.getServiceKeyId()).isEqualTo(gate.serviceKeyId());
			assertThat(details.getServiceKeySecret()).isEqualTo(gate.serviceKeySecret());
		});
	}

	@Test
	void readsTheCatalogueFromProperties() {
		this.enabled
			.withPropertyValues("vluna.embedded-gate.features[0].code=summary",
					"vluna.embedded-gate.features[0].family=tools", "vluna.embedded-gate.features[0].price.xusd=6000",
					"vluna.embedded-gate.features[0].price.per-units=1000",
					"vluna.embedded-gate.features[0].price.rounding=floor",
					"vluna.embedded-gate.features[0].meters[0].code=summary.in",
					"vluna.embedded-gate.features[0].quotas[0].limit=10",
					"vluna.embedded-gate.features[0].quotas[0].window=1h",
					"vluna.embedded-gate.features[0].quotas[0].scope=account",
					"vluna.embedded-gate.features[0].rates[0].limit=3",
					"vluna.embedded-gate.features[0].rates[0].window=1m", "vluna.embedded-gate.features[1].code=off",
					"vluna.embedded-gate.features[1].active=false")
			.run((context) -> {
				GateCatalogue catalogue = context.getBean(GateCatalogue.class);
				Feature summary = catalogue.feature("summary");
				assertThat(summary).isNotNull();
				assertThat(summary.family()).isEqualTo("tools");
				assertThat(summary.meters()).containsEntry("summary", Price.of(6000).per(1000).rounded(Rounding.FLOOR));
				assertThat(summary.unpricedMeters()).containsExactly("summary.in");
				assertThat(summary.quotas()).containsExactly(Quota.of(10, Duration.ofHours(1)).shared());
				assertThat(summary.rates()).containsExactly(new Rate(3, Duration.ofMinutes(1)));
				assertThat(catalogue.feature("off")).isNotNull().returns(false, Feature::active);
			});
	}

	@Test
	void readsAccountsFromProperties() {
		this.enabled.withPropertyValues("vluna.embedded-gate.features[0].code=summary",
				"vluna.embedded-gate.features[0].price.xusd=3", "vluna.embedded-gate.accounts[0].principal=acme",
				"vluna.embedded-gate.accounts[0].users[0].name=alice",
				"vluna.embedded-gate.accounts[0].users[0].balance=1000",
				"vluna.embedded-gate.accounts[0].users[1].name=mallory",
				"vluna.embedded-gate.accounts[0].users[1].disabled=true",
				"vluna.embedded-gate.accounts[1].principal=initech", "vluna.embedded-gate.accounts[1].postpaid=true",
				"vluna.embedded-gate.accounts[1].quotas[0].feature=summary",
				"vluna.embedded-gate.accounts[1].quotas[0].limit=0",
				"vluna.embedded-gate.accounts[1].quotas[0].window=1d")
			.run((context) -> {
				EmbeddedGate gate = context.getBean(EmbeddedGate.class);
				assertThat(new Caller(gate, "acme", "alice").authorize("summary").status()).isEqualTo(200);
				assertThat(new Caller(gate, "acme", "mallory").authorize("summary").status()).isEqualTo(403);
				assertThat(new Caller(gate, "initech", "dave").authorize("summary").message())
					.isEqualTo("quota limit exhausted");
				assertThat(gate.catalogue().account("initech")).returns(true, Account::postpaid);
			});
	}

	@Test
	void backsOffFromACatalogueAndAGateOfTheApplication() {
		this.enabled.withUserConfiguration(OwnCatalogue.class)
			.run((context) -> assertThat(context.getBean(EmbeddedGate.class).catalogue().feature("own")).isNotNull());
	}

	@Test
	void stopsTheGateWithTheContext() {
		this.enabled.run((context) -> {
			EmbeddedGate gate = context.getBean(EmbeddedGate.class);
			context.close();
			assertThat(gate.isRunning()).isFalse();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCatalogue {

		@Bean
		GateCatalogue ownCatalogue() {
			return GateCatalogue.builder().feature("own").build();
		}

	}

}
