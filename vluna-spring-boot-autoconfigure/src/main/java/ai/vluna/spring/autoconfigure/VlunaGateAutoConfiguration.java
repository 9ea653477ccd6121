package ai.vluna.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.context.SubjectResolution;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.BillingTemplateBuilder;
import ai.vluna.spring.gate.GateSettings;
import ai.vluna.spring.gate.Settlement;
import ai.vluna.spring.gate.WaiverBounds;
import ai.vluna.spring.gate.idempotency.CallerKeys;
import ai.vluna.spring.gate.idempotency.RandomKeys;
import ai.vluna.spring.gate.refusal.RefusalMemory;
import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.usage.UsageExtractor;
import ai.vluna.spring.usage.UsageExtractors;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

/**
 * Auto-configuration for the template that gates and bills work.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { VlunaClientAutoConfiguration.class, VlunaContextAutoConfiguration.class,
		VlunaDeliveryAutoConfiguration.class })
public final class VlunaGateAutoConfiguration {

	VlunaGateAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
	@ConditionalOnBean(VlunaClient.class)
	@Import({ OperationKeysConfiguration.class, FeatureRulesConfiguration.class, RefusalMemoryConfiguration.class,
			HintHandlersConfiguration.class })
	static class EnabledConfiguration {

		@Bean
		@ConditionalOnMissingBean
		UsageExtractors vlunaUsageExtractors(ObjectProvider<UsageExtractor<?>> extractors,
				ConfigurableListableBeanFactory beanFactory) {
			return new UsageExtractors(
					TypedBeans.of(UsageExtractor.class, extractors, beanFactory, UsageExtractors.Candidate::of));
		}

		@Bean
		@ConditionalOnMissingBean(name = "vlunaScheduler")
		Scheduler vlunaScheduler() {
			return Schedulers.boundedElastic();
		}

		@Bean
		RefusalEventPublisher vlunaRefusalEventPublisher(ApplicationEventPublisher publisher) {
			return new RefusalEventPublisher(publisher);
		}

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		BillingTemplateBuilder vlunaBillingTemplateBuilder(VlunaClient client, GateSettings settings,
				FeatureRules featureRules, Settlement settlement, RandomKeys baseKeys, CallerKeys callerKeys,
				RefusalMemory refusals) {
			return new BillingTemplateBuilder(client, settings, settlement).featureRules(featureRules)
				.baseKeys(baseKeys)
				.callerKeys(callerKeys)
				.refusals(refusals);
		}

		@Bean
		@ConditionalOnMissingBean
		BillingTemplate billingTemplate(BillingTemplateBuilder builder, SubjectResolution subjects,
				UsageExtractors extractors, Scheduler vlunaScheduler, ObjectProvider<BillingListener> listeners) {
			return builder.subjects(subjects)
				.usageExtractor(extractors::extract)
				.scheduler(vlunaScheduler)
				.listener(all(listeners))
				.build();
		}

		@Bean
		@ConditionalOnMissingBean
		GateSettings vlunaGateSettings(VlunaProperties properties, VlunaConnectionDetails details,
				ObjectProvider<SettlementStore> store) {
			VlunaProperties.Defaults defaults = properties.defaults();
			VlunaProperties.Unreachable unreachable = properties.unreachable();
			boolean mayWaive = unreachable.acceptLoss() || store.getIfAvailable() != null;
			if (defaults.onUnreachable() == OnUnreachable.ALLOW && !mayWaive) {
				throw new InvalidConfigurationPropertyValueException("vluna.defaults.on-unreachable",
						defaults.onUnreachable(),
						"Without a delivery store the usage of operations that are let "
								+ "pass is lost when the application stops: choose one with 'vluna.delivery.store', or "
								+ "accept the loss with 'vluna.unreachable.accept-loss=true'.");
			}
			return new GateSettings(details.getRealmId(), defaults.featureFamily(), defaults.toPolicy(),
					properties.rateLimit().maxWait(), mayWaive ? boundsOf(unreachable) : WaiverBounds.NONE,
					properties.forwardCancellation());
		}

		private static WaiverBounds boundsOf(VlunaProperties.Unreachable unreachable) {
			requirePositive("vluna.unreachable.max-duration", unreachable.maxDuration());
			requirePositive("vluna.unreachable.max-duration-per-subject", unreachable.maxDurationPerSubject());
			return new WaiverBounds(unreachable.maxWaived(), unreachable.maxWaivedPerSubject(),
					unreachable.maxDuration(), unreachable.maxDurationPerSubject());
		}

		private static void requirePositive(String name, Duration duration) {
			if (duration.isZero() || duration.isNegative()) {
				throw new InvalidConfigurationPropertyValueException(name, duration, "It must be positive.");
			}
		}

		private static BillingListener all(ObjectProvider<BillingListener> listeners) {
			List<BillingListener> ordered = listeners.orderedStream().toList();
			return new BillingListeners(ordered);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "vluna.enabled", havingValue = false)
	static class DisabledConfiguration {

		@Bean
		@ConditionalOnMissingBean
		BillingTemplate billingTemplate() {
			return BillingTemplate.passThrough();
		}

	}

}
