package ai.vluna.spring.interceptor.check;

import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;

/**
 * Checks every bean when it is created, lazy, scoped and prototype ones included, and
 * reports one whose billed methods would not be billed. Without an order, so that it
 * comes after the post-processors that make proxies.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class BilledBeanPostProcessor implements SmartInstantiationAwareBeanPostProcessor {

	private final BilledBeans billedBeans;

	private final Map<String, Object> checkedEarly = new ConcurrentHashMap<>();

	/**
	 * Create a post-processor.
	 * @param billedBeans checks the beans
	 */
	public BilledBeanPostProcessor(BilledBeans billedBeans) {
		this.billedBeans = billedBeans;
	}

	@Override
	public @Nullable Object postProcessBeforeInstantiation(Class<?> beanClass, String beanName) {
		// Spring's own error, which comes next, does not tell what the proxy was for.
		if (Modifier.isFinal(beanClass.getModifiers())) {
			this.billedBeans.requireBillable(beanClass, beanName);
		}
		return null;
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		this.billedBeans.requireAdvised(bean, beanName);
		Object target = AopProxyUtils.getSingletonTarget(bean);
		if (target != null) {
			this.checkedEarly.put(beanName, target);
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// In a circular reference others already have the proxy; what comes here is the
		// object behind it.
		if (this.checkedEarly.remove(beanName) != bean) {
			this.billedBeans.requireAdvised(bean, beanName);
		}
		return bean;
	}

}
