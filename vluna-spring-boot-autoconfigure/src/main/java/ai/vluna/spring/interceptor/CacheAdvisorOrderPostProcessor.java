package ai.vluna.spring.interceptor;

import java.util.Set;

import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.config.CacheManagementConfigUtils;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Moves caching outside of billing, so that a hit is free. By default caching has the
 * lowest precedence of all, and so have transactions: no order of billing could be
 * between them. An order that the application chose is left alone.
 * <p>
 * It looks at the finished advisor, which knows the chosen order wherever it came from,
 * and has priority because advisors are created while other post-processors are.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class CacheAdvisorOrderPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private static final Set<String> CACHE_ADVISORS = Set.of(CacheManagementConfigUtils.CACHE_ADVISOR_BEAN_NAME,
			CacheManagementConfigUtils.JCACHE_ADVISOR_BEAN_NAME);

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (CACHE_ADVISORS.contains(beanName) && bean instanceof AbstractPointcutAdvisor advisor
				&& advisor.getOrder() == Ordered.LOWEST_PRECEDENCE) {
			advisor.setOrder(BilledOperationAdvisor.DEFAULT_ORDER - 100);
		}
		return bean;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
