package ai.vluna.spring.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.DeadSettlements;
import ai.vluna.spring.delivery.DeliveryLifecycle;
import ai.vluna.spring.delivery.DeliveryListener;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.delivery.DirectSettlement;
import ai.vluna.spring.delivery.GateSender;
import ai.vluna.spring.delivery.Intake;
import ai.vluna.spring.delivery.SetupObstacle;
import ai.vluna.spring.delivery.StoredSettlement;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.Settlement;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration for what carries usage to Vluna: by way of a store, if there is one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = VlunaClientAutoConfiguration.class, before = VlunaGateAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
@ConditionalOnBean(VlunaClient.class)
@EnableConfigurationProperties({ VlunaProperties.class, VlunaDeliveryProperties.class })
public final class VlunaDeliveryAutoConfiguration {

	private static final Log logger = LogFactory.getLog(VlunaDeliveryAutoConfiguration.class);

	private static final Duration OBSTACLE_MEMORY = Duration.ofMinutes(1);

	VlunaDeliveryAutoConfiguration() {
	}

	@Bean
	DeliverySettings vlunaDeliverySettings(VlunaDeliveryProperties delivery, VlunaProperties properties) {
		return new DeliverySettings(delivery, properties);
	}

	@Bean
	SetupObstacle vlunaSetupObstacle() {
		return new SetupObstacle(Clock.systemUTC(), OBSTACLE_MEMORY);
	}

	@Bean
	DeliveryOverview vlunaDeliveryOverview(Settlement settlement, ObjectProvider<BacklogMonitor> monitor,
			ObjectProvider<GateSender> sender, SetupObstacle setup) {
		GateSender sending = sender.getIfAvailable();
		return new DeliveryOverview(settlement, monitor.getIfAvailable(), () -> {
			String obstacle = (sending != null) ? sending.obstacle() : null;
			return (obstacle != null) ? obstacle : setup.get();
		}, () -> sending == null || sending.isAnswered(), Clock.systemUTC());
	}

	@Bean
	static LazyInitializationExcludeFilter vlunaDeliveryIsNeverLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(DeliveryLifecycle.class);
	}

	private static BillingListener all(ObjectProvider<BillingListener> listeners) {
		return new BillingListeners(listeners.orderedStream().toList());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(SettlementStore.class)
	static class StoredConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DeliveryTarget vlunaDeliveryTarget(VlunaConnectionDetails details) {
			return new DeliveryTarget(StringUtils.trimTrailingCharacter(details.getBaseUrl().toASCIIString(), '/'),
					details.getRealmId());
		}

		@Bean
		@ConditionalOnMissingBean(Settlement.class)
		StoredSettlement vlunaSettlement(DeliverySettings settings, VlunaClient client, DeliveryTarget target,
				SettlementStore store, Intake intake, ObjectProvider<BillingListener> listeners) {
			return new StoredSettlement(client.gate(), target, store, settings.writing(), settings.direct(),
					all(listeners), Clock.systemUTC(), Schedulers.parallel(), intake);
		}

		@Bean
		@ConditionalOnMissingBean(SettlementSender.class)
		GateSender vlunaSettlementSender(DeliverySettings settings, VlunaClient client, DeliveryTarget target,
				ObjectProvider<DeliveryListener> listeners) {
			return new GateSender(client, target, settings.sending(), listeners.orderedStream().toList(),
					Clock.systemUTC(), Schedulers.parallel());
		}

		@Bean
		@ConditionalOnMissingBean
		DeadSettlements vlunaDeadSettlements(SettlementStore store, DeliveryTarget target, VlunaClient client) {
			return new DeadSettlements(store, target, client.gate());
		}

		@Bean
		BacklogMonitor vlunaBacklogMonitor(DeliverySettings settings, SettlementStore store) {
			return new BacklogMonitor(store, settings.monitorInterval(), Schedulers.boundedElastic());
		}

		@Bean
		Intake vlunaIntake(DeliverySettings settings, BacklogMonitor monitor) {
			return settings.intake(monitor);
		}

		@Bean
		DeliveryLifecycle vlunaDeliveryLifecycle(DeliverySettings settings, Intake intake, SettlementStore store,
				SettlementSender sender, BacklogMonitor monitor, ObjectProvider<StoredSettlement> settlement) {
			return DeliveryLifecycle.stored(intake, settings.shutdownGrace(), store, sender, monitor,
					settlement.getIfAvailable());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(SettlementStore.class)
	static class DirectConfiguration {

		@Bean
		@ConditionalOnMissingBean(Settlement.class)
		DirectSettlement vlunaSettlement(VlunaDeliveryProperties properties, DeliverySettings settings,
				VlunaClient client, Intake intake, ObjectProvider<BillingListener> listeners) {
			DeliveryStore store = properties.store();
			if (store != DeliveryStore.NONE) {
				throw new InvalidConfigurationPropertyValueException("vluna.delivery.store", store,
						"Its library is not on the class path: add %s.".formatted((store == DeliveryStore.FILE)
								? "'com.h2database:h2-mvstore'" : "'com.github.kagkarlsson:db-scheduler'"));
			}
			DirectSettlement settlement = new DirectSettlement(client.gate(), settings.direct(), all(listeners),
					Clock.systemUTC(), Schedulers.parallel(), intake);
			logger.warn(("Usage is delivered to Vluna directly: what is not confirmed when the application stops is "
					+ "lost, and so is what is not confirmed within %s ('vluna.delivery.direct.retry-for') or exceeds "
					+ "%d unconfirmed charges ('.max-pending'). 'vluna.delivery.store' keeps it")
				.formatted(settings.direct().retryFor(), settings.direct().maxPending()));
			return settlement;
		}

		@Bean
		Intake vlunaIntake() {
			return Intake.unbounded();
		}

		@Bean
		@ConditionalOnBean(DirectSettlement.class)
		DeliveryLifecycle vlunaDeliveryLifecycle(DeliverySettings settings, Intake intake,
				DirectSettlement settlement) {
			return DeliveryLifecycle.direct(intake, settings.shutdownGrace(), settlement);
		}

	}

}
