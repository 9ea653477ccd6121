package ai.vluna.spring.interceptor;

import java.util.List;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.interceptor.check.BilledBeanPostProcessor;
import ai.vluna.spring.interceptor.check.BilledBeans;
import ai.vluna.spring.interceptor.check.BilledClassCheck;
import ai.vluna.spring.interceptor.check.BilledOperationVerifier;
import ai.vluna.spring.interceptor.misuse.MisuseMode;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.UsageExtractors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

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
	static Misuses misuses(Environment environment) {
		return new Misuses(environment.getProperty("vluna.misuse", MisuseMode.class));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledBeans billedBeans(Misuses misuses) {
		return new BilledBeans(misuses);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledOperationSource billedOperationSource(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<UsageExtractors> usageExtractors, Misuses misuses) {
		return new BilledOperationSource(beanFactory, usageExtractors::getObject,
				new BillingDefaults(OperationPolicy.DEFAULT, true, false), misuses);
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
	static BilledBeanPostProcessor billedBeanPostProcessor(BilledBeans billedBeans) {
		return new BilledBeanPostProcessor(billedBeans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledOperationVerifier billedOperationVerifier(ConfigurableListableBeanFactory beanFactory,
			BilledBeans billedBeans, BilledOperationSource source, Misuses misuses,
			ObjectProvider<UsageExtractors> usageExtractors) {
		return new BilledOperationVerifier(beanFactory, billedBeans,
				new BilledClassCheck(source, misuses, usageExtractors::getObject), StandIn.class::isInstance);
	}

	/**
	 * Marks objects that need no billing.
	 */
	public interface StandIn {

	}

}
