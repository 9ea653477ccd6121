package ai.vluna.spring.autoconfigure;

import java.util.Arrays;

import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.DeadSettlements;
import ai.vluna.spring.delivery.DeliveryLifecycle;
import ai.vluna.spring.delivery.DirectSettlement;
import ai.vluna.spring.delivery.GateSender;
import ai.vluna.spring.delivery.StoredSettlement;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.GateSettings;
import ai.vluna.spring.gate.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link VlunaDeliveryAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class VlunaDeliveryAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
				VlunaContextAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
				VlunaGateAutoConfiguration.class))
		.withPropertyValues("vluna.base-url=http://localhost:3002/mgt/v1/", "vluna.realm-id=realm-default",
				"vluna.service-key.id=pk-1", "vluna.service-key.secret=AAECAwQF", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:u1");

	@Test
	void withoutAStoreUsageIsDeliveredDirectlyWhichIsSaid(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasSingleBean(DirectSettlement.class)
			.doesNotHaveBean(StoredSettlement.class)
			.hasSingleBean(DeliveryLifecycle.class));
		assertThat(output).containsOnlyOnce("what is not confirmed when the application stops is lost")
			.contains("so is what is not confirmed within PT1H ('vluna.delivery.direct.retry-for')")
			.contains("1000 unconfirmed charges")
			.contains("'vluna.delivery.store'");
	}

	@Test
	void withAStoreUsageGoesThroughIt(CapturedOutput output) {
		this.runner.withUserConfiguration(StoreConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(StoredSettlement.class)
				.hasSingleBean(GateSender.class)
				.hasSingleBean(DeadSettlements.class)
				.hasSingleBean(BacklogMonitor.class)
				.doesNotHaveBean(DirectSettlement.class);
			assertThat(context.getBean(DeliveryTarget.class))
				.isEqualTo(new DeliveryTarget("http://localhost:3002/mgt/v1", "realm-default"));
			then(context.getBean(SettlementStore.class)).should().start(context.getBean(SettlementSender.class));
		});
		assertThat(output).doesNotContain("is lost");
	}

	@Test
	void sendingStopsAfterTheWebServerAndBeforeTheStoreIsClosed() {
		assertThat(DeliveryLifecycle.PHASE).isLessThan(SmartLifecycle.DEFAULT_PHASE - 2048);
		SettlementStore[] store = new SettlementStore[1];
		this.runner.withUserConfiguration(StoreConfiguration.class)
			.run((context) -> store[0] = context.getBean(SettlementStore.class));
		InOrder order = inOrder(store[0]);
		order.verify(store[0]).start(any());
		order.verify(store[0]).stop();
	}

	@Test
	void sendingStartsAtOnceAlsoWhereBeansAreLazy() {
		this.runner.withUserConfiguration(StoreConfiguration.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> then(context.getBean(SettlementStore.class)).should().start(any()));
	}

	@Test
	void workMayPassUnaskedWhereItsUsageIsKept() {
		this.runner.withUserConfiguration(StoreConfiguration.class)
			.withPropertyValues("vluna.defaults.on-unreachable=allow")
			.run((context) -> assertThat(context.getBean(GateSettings.class).waiverBounds().max()).isEqualTo(100));
	}

	@Test
	void aStoreWithoutItsLibraryIsNamed() {
		this.runner.withPropertyValues("vluna.delivery.store=file")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("vluna.delivery.store")
				.hasMessageContaining("com.h2database:h2-mvstore"));
		this.runner.withPropertyValues("vluna.delivery.store=jdbc")
			.run((context) -> assertThat(rootOf(context.getStartupFailure()))
				.hasMessageContaining("com.github.kagkarlsson:db-scheduler"));
	}

	@Test
	void settingsThatMakeNoSenseAreRefused() {
		for (String setting : Arrays.asList("writing.threads=0", "writing.max-group=0", "writing.max-queued=0",
				"writing.timeout=0s", "writing.close-timeout=0s", "sending.patience=0", "sending.min-backoff=0s",
				"sending.max-backoff=1ms", "sending.pause=0s", "max-pending=0", "shutdown-grace=0s")) {
			this.runner.withUserConfiguration(StoreConfiguration.class)
				.withPropertyValues("vluna.delivery." + setting)
				.run((context) -> assertThat(rootOf(context.getStartupFailure())).as(setting)
					.isInstanceOf(InvalidConfigurationPropertyValueException.class)
					.hasMessageContaining("vluna.delivery." + setting.substring(0, setting.indexOf('='))));
		}
	}

	@Test
	void everythingThatMayBeReplacedBacksOff() {
		this.runner.withUserConfiguration(StoreConfiguration.class, OwnConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(Settlement.class)
				.doesNotHaveBean(StoredSettlement.class)
				.hasSingleBean(SettlementSender.class)
				.doesNotHaveBean(GateSender.class);
			assertThat(context.getBean(DeliveryTarget.class).realmId()).isEqualTo("own");
		});
	}

	@Test
	void whereBillingIsOffNothingIsDelivered() {
		this.runner.withUserConfiguration(StoreConfiguration.class)
			.withPropertyValues("vluna.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(DeliveryLifecycle.class);
				then(context.getBean(SettlementStore.class)).should(never()).start(any());
			});
	}

	private static Throwable rootOf(Throwable failure) {
		return (failure.getCause() != null) ? rootOf(failure.getCause()) : failure;
	}

	@Configuration(proxyBeanMethods = false)
	static class StoreConfiguration {

		@Bean
		SettlementStore store() {
			SettlementStore store = mock(SettlementStore.class);
			given(store.backlog()).willReturn(new Backlog(0, null, 0));
			return store;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConfiguration {

		@Bean
		Settlement settlement() {
			return mock(Settlement.class);
		}

		@Bean
		SettlementSender sender() {
			return mock(SettlementSender.class);
		}

		@Bean
		DeliveryTarget target() {
			return new DeliveryTarget("http://own/mgt/v1", "own");
		}

	}

}
