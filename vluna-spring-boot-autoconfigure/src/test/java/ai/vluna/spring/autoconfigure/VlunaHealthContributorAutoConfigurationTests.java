package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.health.VlunaHealthIndicator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VlunaHealthContributorAutoConfiguration}, on Boot's real chain.
 */
class VlunaHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
				VlunaContextAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
				VlunaGateAutoConfiguration.class, VlunaHealthContributorAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
		.withPropertyValues("vluna.base-url=http://localhost:1/mgt/v1", "vluna.realm-id=r", "vluna.service-key.id=pk",
				"vluna.service-key.secret=AAECAwQF", "vluna.subject.principal=fixed:a", "vluna.subject.user=fixed:u");

	@Test
	void theContributorIsCalledVluna() {
		this.runner
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("vluna"))
				.isInstanceOf(VlunaHealthIndicator.class));
	}

	@Test
	void isSwitchedOffByBootsProperty() {
		this.runner.withPropertyValues("management.health.vluna.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(VlunaHealthIndicator.class));
	}

	@Test
	void doesNothingWhereBillingIsOff() {
		this.runner.withPropertyValues("vluna.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VlunaHealthIndicator.class));
	}

	@Test
	void doesNothingWithoutHealth() {
		this.runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("vlunaHealthContributor"));
	}

	@Test
	void backsOff() {
		this.runner.withBean("vlunaHealthIndicator", String.class, () -> "own")
			.run((context) -> assertThat(context).doesNotHaveBean(VlunaHealthIndicator.class));
	}

}
