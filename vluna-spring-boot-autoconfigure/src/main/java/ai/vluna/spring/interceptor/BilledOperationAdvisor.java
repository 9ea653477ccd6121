package ai.vluna.spring.interceptor;

import java.lang.reflect.Method;

import org.aopalliance.aop.Advice;

import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;

/**
 * Puts the {@link BilledOperationInterceptor} around billed methods: inside of security
 * and caching, so that a refused call is not authorized and a hit is free, and outside of
 * transactions, so that a denied call opens none.
 * <p>
 * Must be registered as an infrastructure bean, since only such advisors apply where
 * AspectJ is absent. For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class BilledOperationAdvisor extends AbstractPointcutAdvisor {

	/**
	 * The order of the advisor: outside of what has the lowest precedence, as
	 * transactions have by default.
	 */
	public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 100;

	private final transient Pointcut pointcut;

	private final transient BilledOperationInterceptor interceptor;

	/**
	 * Create an advisor with the default order.
	 * @param source knows which methods are billed
	 * @param interceptor bills them
	 */
	public BilledOperationAdvisor(BilledOperationSource source, BilledOperationInterceptor interceptor) {
		this.pointcut = new BilledOperationPointcut(source);
		this.interceptor = interceptor;
		setOrder(DEFAULT_ORDER);
	}

	@Override
	public Pointcut getPointcut() {
		return this.pointcut;
	}

	@Override
	public Advice getAdvice() {
		return this.interceptor;
	}

	/**
	 * Matches the methods that the source knows as billed.
	 */
	private static final class BilledOperationPointcut extends StaticMethodMatcherPointcut {

		private final BilledOperationSource source;

		private BilledOperationPointcut(BilledOperationSource source) {
			this.source = source;
			setClassFilter(source::hasBilledMethods);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.source.isBilled(method, targetClass);
		}

	}

}
