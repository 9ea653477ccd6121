package ai.vluna.spring.interceptor.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Checks at the end of start-up all beans that are known by then: those not created yet
 * by their type, so that a mistake in a lazy bean is found as well, and existing ones
 * that were created too early, or elsewhere, for the {@link BilledBeanPostProcessor} to
 * see them. Checks their classes, too. Creates no bean.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class BilledOperationVerifier implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(BilledOperationVerifier.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final BilledBeans billedBeans;

	private final BilledClassCheck classCheck;

	private final Predicate<Object> exempt;

	/**
	 * Create a verifier.
	 * @param beanFactory the factory of the beans to check
	 * @param billedBeans checks the beans
	 * @param classCheck checks their classes
	 * @param exempt tells objects that stand in for beans and need no billing, such as
	 * mocks
	 */
	public BilledOperationVerifier(ConfigurableListableBeanFactory beanFactory, BilledBeans billedBeans,
			BilledClassCheck classCheck, Predicate<Object> exempt) {
		this.beanFactory = beanFactory;
		this.billedBeans = billedBeans;
		this.classCheck = classCheck;
		this.exempt = exempt;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> names = new LinkedHashSet<>(List.of(this.beanFactory.getBeanDefinitionNames()));
		names.addAll(List.of(this.beanFactory.getSingletonNames()));
		for (String name : names) {
			Object singleton = this.beanFactory.containsSingleton(name) ? this.beanFactory.getSingleton(name) : null;
			if (singleton == null || singleton instanceof FactoryBean) {
				verifyType(name);
			}
			else if (!this.exempt.test(singleton)) {
				this.billedBeans.requireAdvised(singleton, name);
				Class<?> type = AopProxyUtils.ultimateTargetClass(singleton);
				this.classCheck.check(type, this.billedBeans.billedMethods(type), name);
			}
		}
		this.classCheck.tellRulesWithoutMethod();
	}

	private void verifyType(String beanName) {
		Class<?> type = determineType(beanName);
		if (type == null || !isReadable(type)) {
			return;
		}
		this.billedBeans.requireBillable(type, beanName);
		this.classCheck.check(type, this.billedBeans.billedMethods(type), beanName);
	}

	private @Nullable Class<?> determineType(String beanName) {
		if (this.beanFactory.containsBeanDefinition(beanName)) {
			BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
			if (definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE) instanceof Class<?> target) {
				return target;
			}
		}
		return this.beanFactory.getType(beanName, false);
	}

	private boolean isReadable(Class<?> type) {
		try {
			this.billedBeans.billedMethods(type);
			return true;
		}
		catch (LinkageError | IllegalStateException ex) {
			logger.debug("Not checked for billed methods, as it mentions classes that are absent: " + type, ex);
			return false;
		}
	}

}
