package ai.vluna.spring.interceptor;

import java.util.List;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.UsageExtractors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

/**
 * The beans of this room, registered as applications get them.
 */
@Configuration(proxyBeanMethods = false)
@Import(BilledOperationProxyRegistrar.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public class BillingInfrastructure {

	@Bean
	RecordingTemplate billingTemplate() {
		return new RecordingTemplate();
	}

	@Bean
	UsageExtractors usageExtractors() {
		return new UsageExtractors(List.of());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledOperationSource billedOperationSource(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<UsageExtractors> usageExtractors) {
		return new BilledOperationSource(beanFactory, usageExtractors::getObject,
				new BillingDefaults(OperationPolicy.DEFAULT, true, false));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledOperationAdvisor billedOperationAdvisor(BilledOperationSource source,
			ObjectProvider<BillingTemplate> template) {
		return new BilledOperationAdvisor(source, new BilledOperationInterceptor(source, template::getObject));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CacheAdvisorOrderPostProcessor cacheAdvisorOrderPostProcessor() {
		return new CacheAdvisorOrderPostProcessor();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledBeanPostProcessor billedBeanPostProcessor() {
		return new BilledBeanPostProcessor();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledOperationVerifier billedOperationVerifier(ConfigurableListableBeanFactory beanFactory,
			BilledOperationSource source) {
		return new BilledOperationVerifier(beanFactory, source, StandIn.class::isInstance);
	}

	/**
	 * Marks objects that need no billing.
	 */
	interface StandIn {

	}

}
