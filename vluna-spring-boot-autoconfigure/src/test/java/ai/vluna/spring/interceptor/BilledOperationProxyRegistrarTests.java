package ai.vluna.spring.interceptor;

import org.junit.jupiter.api.Test;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BilledOperationProxyRegistrar}.
 */
class BilledOperationProxyRegistrarTests {

	private final SimpleBeanDefinitionRegistry registry = new SimpleBeanDefinitionRegistry();

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void registersACreatorEvenIfAutomaticProxiesAreOff() {
		this.environment.setProperty("spring.aop.auto", "false");
		assertThat(register().getBeanClassName()).endsWith("InfrastructureAdvisorAutoProxyCreator");
		assertThat(this.registry.getBeanDefinition(AutoProxyUtils.DEFAULT_PROXY_CONFIG_BEAN_NAME)
			.getPropertyValues()
			.get("proxyTargetClass")).isEqualTo(Boolean.TRUE);
	}

	@Test
	void leavesInterfaceProxiesToThoseWhoWantThem() {
		this.environment.setProperty("spring.aop.proxy-target-class", "false");
		register();
		assertThat(this.registry.containsBeanDefinition(AutoProxyUtils.DEFAULT_PROXY_CONFIG_BEAN_NAME)).isFalse();
	}

	@Test
	void keepsAMoreCapableCreator() {
		AopConfigUtils.registerAspectJAnnotationAutoProxyCreatorIfNecessary(this.registry);
		assertThat(register().getBeanClassName()).endsWith("AnnotationAwareAspectJAutoProxyCreator");
	}

	private BeanDefinition register() {
		new BilledOperationProxyRegistrar(this.environment)
			.registerBeanDefinitions(AnnotationMetadata.introspect(getClass()), this.registry);
		return this.registry.getBeanDefinition(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME);
	}

}
