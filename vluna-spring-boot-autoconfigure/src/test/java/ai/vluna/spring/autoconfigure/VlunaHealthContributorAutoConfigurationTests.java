package ai.vluna.spring.autoconfigure;

import java.time.Duration;

import ai.vluna.spring.delivery.GateSender;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.health.VlunaHealthIndicator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

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
	void sendingTellsWhetherTheGateAnswersWhereThereIsNoCircuit() {
		FakeGate gate = new FakeGate();
		gate.commit().thenNotAnswer(1);
		SettlementStore store = mock(SettlementStore.class);
		given(store.backlog()).willReturn(new Backlog(1, null, 0));
		this.runner.withBean(FakeGate.class, () -> gate)
			.withBean(SettlementStore.class, () -> store)
			.withBean(DeliveryTarget.class, () -> Settlements.TARGET)
			.withPropertyValues("vluna.delivery.sending.patience=1")
			.run((context) -> {
				VlunaHealthIndicator indicator = context.getBean(VlunaHealthIndicator.class);
				assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
				context.getBean(GateSender.class).send(Settlements.commit("1")).block(Duration.ofSeconds(10));
				assertThat(indicator.health().getStatus()).isEqualTo(VlunaHealthIndicator.WARNING);
				assertThat(indicator.health().getDetails()).containsEntry("gateAnswers", false)
					.doesNotContainKey("circuit");
			});
	}

	@Test
	void backsOff() {
		this.runner.withBean("vlunaHealthIndicator", String.class, () -> "own")
			.run((context) -> assertThat(context).doesNotHaveBean(VlunaHealthIndicator.class));
	}

}
