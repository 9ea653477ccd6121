package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.interceptor.BilledOperationAdvisor;
import ai.vluna.spring.interceptor.BilledOperationInterceptor;
import ai.vluna.spring.interceptor.BilledOperationProxyRegistrar;
import ai.vluna.spring.interceptor.BilledOperationSource;
import ai.vluna.spring.interceptor.BillingDefaults;
import ai.vluna.spring.interceptor.CacheAdvisorOrderPostProcessor;
import ai.vluna.spring.interceptor.check.BilledBeanPostProcessor;
import ai.vluna.spring.interceptor.check.BilledBeans;
import ai.vluna.spring.interceptor.check.BilledClassCheck;
import ai.vluna.spring.interceptor.check.BilledOperationVerifier;
import ai.vluna.spring.interceptor.misuse.MisuseMode;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.UsageExtractors;
import ai.vluna.spring.web.servlet.EmitterResult;
import ai.vluna.spring.web.servlet.StreamingBodyResult;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * Auto-configuration for {@link BilledOperation}. The auto-proxy creator is part of it:
 * without one, all annotated work would be free, in silence.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = VlunaGateAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
@Import({ BilledOperationProxyRegistrar.class, FeatureRulesConfiguration.class })
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class VlunaInterceptorAutoConfiguration {

	private static final String MOCK = "$MockitoMock$";

	VlunaInterceptorAutoConfiguration() {
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Misuses vlunaMisuses(Environment environment) {
		return new Misuses(Binder.get(environment).bind("vluna.misuse", MisuseMode.class).orElse(null));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledOperationSource vlunaBilledOperationSource(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<UsageExtractors> usageExtractors, FeatureRules featureRules, Environment environment,
			Misuses misuses) {
		// The properties bean would be created too early here, among the bean
		// post-processors.
		OperationPolicy policy = Binder.get(environment)
			.bindOrCreate("vluna.defaults", VlunaProperties.Defaults.class)
			.toPolicy();
		BillingDefaults defaults = new BillingDefaults(featureRules, policy,
				FeatureRulesConfiguration.mayWaive(environment, beanFactory),
				environment.getProperty(InboundKeysConfiguration.ENABLED, Boolean.class, false));
		return new BilledOperationSource(beanFactory, usageExtractors::getObject, defaults, misuses);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledOperationAdvisor vlunaBilledOperationAdvisor(BilledOperationSource source,
			ObjectProvider<BillingTemplate> template) {
		return new BilledOperationAdvisor(source, new BilledOperationInterceptor(source, template::getObject));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CacheAdvisorOrderPostProcessor vlunaCacheAdvisorOrderPostProcessor() {
		return new CacheAdvisorOrderPostProcessor();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledBeans vlunaBilledBeans(Misuses misuses) {
		return new BilledBeans(misuses);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledBeanPostProcessor vlunaBilledBeanPostProcessor(BilledBeans billedBeans) {
		return new BilledBeanPostProcessor(billedBeans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BilledOperationVerifier vlunaBilledOperationVerifier(ConfigurableListableBeanFactory beanFactory,
			BilledBeans billedBeans, BilledOperationSource source, Misuses misuses,
			ObjectProvider<UsageExtractors> usageExtractors) {
		BilledClassCheck classCheck = new BilledClassCheck(source, misuses, usageExtractors::getObject);
		return new BilledOperationVerifier(beanFactory, billedBeans, classCheck,
				(bean) -> bean.getClass().getName().contains(MOCK));
	}

	@Bean
	static LazyInitializationExcludeFilter vlunaLazyInitializationExcludeFilter() {
		// The first call may come on an event loop, where beans cannot be made.
		return LazyInitializationExcludeFilter.forBeanTypes(BillingTemplate.class, UsageExtractors.class);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(ResponseBodyEmitter.class)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static class ServletResultsConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static EmitterResult vlunaEmitterResult() {
			return new EmitterResult();
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static StreamingBodyResult vlunaStreamingBodyResult() {
			return new StreamingBodyResult();
		}

	}

}
