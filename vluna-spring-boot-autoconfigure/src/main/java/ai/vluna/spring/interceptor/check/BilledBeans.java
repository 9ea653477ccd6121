package ai.vluna.spring.interceptor.check;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.vluna.spring.interceptor.BilledMethods;
import ai.vluna.spring.interceptor.BilledOperationAdvisor;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.target.AbstractBeanFactoryBasedTargetSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Would every call of a bean's billed methods be billed? Asks the beans themselves and
 * needs no bean of the application, so that it can be asked about the first one.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class BilledBeans {

	private final Misuses misuses;

	private final Map<Class<?>, Set<Method>> billedMethods = new ConcurrentReferenceHashMap<>();

	/**
	 * Create the checks.
	 * @param misuses told of billed methods that would not be billed
	 */
	public BilledBeans(Misuses misuses) {
		this.misuses = misuses;
	}

	/**
	 * Return the billed methods of a class.
	 * @param type the class
	 * @return the most specific methods
	 */
	Set<Method> billedMethods(Class<?> type) {
		return this.billedMethods.computeIfAbsent(type, BilledMethods::of);
	}

	/**
	 * Check what can be told from a bean's type alone.
	 * @param type the type
	 * @param beanName the name of the bean
	 */
	void requireBillable(Class<?> type, String beanName) {
		if (!this.misuses.areWanted()) {
			return;
		}
		for (Method method : billedMethods(type)) {
			requireInstanceMethod(type, method, beanName);
			if (!isDeclaredByAny(ClassUtils.getAllInterfacesForClass(type), method, type)) {
				requireOverridable(type, method, beanName);
			}
		}
	}

	/**
	 * Check a bean as others get it.
	 * @param bean the bean
	 * @param beanName the name of the bean
	 */
	void requireAdvised(Object bean, String beanName) {
		if (!this.misuses.areWanted() || isStandInForAnotherBean(bean)) {
			return;
		}
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		Set<Method> methods = billedMethods(type);
		List<Advised> proxies = methods.isEmpty() ? List.of() : findBilling(bean);
		for (Method method : methods) {
			requireInstanceMethod(type, method, beanName);
			if (proxies.size() != 1) {
				report(type, method, beanName, proxies.isEmpty() ? "the bean is not proxied for billing"
						: "the bean is proxied for billing more than once, so that each call would be charged as often",
						proxies.isEmpty()
								? "Let the application context create the bean, and inject it lazily (@Lazy, "
										+ "ObjectProvider) where a BeanPostProcessor or an aspect needs it."
								: "Leave creating proxies to Spring's own auto-proxy creator.");
				continue;
			}
			Advised proxy = proxies.get(0);
			if (Proxy.isProxyClass(proxy.getClass())) {
				requireOnInterface(type, method, beanName, proxy);
			}
			else {
				requireOverridable(type, method, beanName);
			}
		}
	}

	private static boolean isStandInForAnotherBean(Object bean) {
		// Scoped proxies and their like are never advised; the bean behind is, and is
		// checked when it is created.
		return bean instanceof ScopedObject || (bean instanceof Advised advised
				&& advised.getTargetSource() instanceof AbstractBeanFactoryBasedTargetSource && !isBilling(advised));
	}

	private static List<Advised> findBilling(Object bean) {
		List<Advised> found = new ArrayList<>();
		Object candidate = bean;
		while (candidate instanceof Advised advised) {
			Arrays.stream(advised.getAdvisors())
				.filter(BilledOperationAdvisor.class::isInstance)
				.forEach((advisor) -> found.add(advised));
			candidate = AopProxyUtils.getSingletonTarget(advised);
		}
		return found;
	}

	private static boolean isBilling(Advised advised) {
		return Arrays.stream(advised.getAdvisors()).anyMatch(BilledOperationAdvisor.class::isInstance);
	}

	private void requireOnInterface(Class<?> type, Method method, String beanName, Advised proxy) {
		// Of an annotated class it is enough that the method cannot be called.
		if (BilledMethods.isAnnotated(method, type) && !isDeclaredByAny(proxy.getProxiedInterfaces(), method, type)) {
			report(type, method, beanName, "the bean is proxied by its interfaces, none of which has the method",
					"Add the method to an interface, or set spring.aop.proxy-target-class=true.");
		}
	}

	private static boolean isDeclaredByAny(Class<?>[] interfaces, Method method, Class<?> type) {
		return Arrays.stream(interfaces)
			.flatMap((candidate) -> Arrays.stream(candidate.getMethods()))
			.anyMatch((candidate) -> candidate.equals(method)
					|| AopUtils.getMostSpecificMethod(candidate, type).equals(method));
	}

	private void requireInstanceMethod(Class<?> type, Method method, String beanName) {
		if (Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers())) {
			report(type, method, beanName,
					Modifier.isStatic(method.getModifiers()) ? "the method is static" : "the method is private",
					"Make it a public method of the bean that other beans call, or use the BillingTemplate.");
		}
	}

	private void requireOverridable(Class<?> type, Method method, String beanName) {
		String problem = null;
		if (Modifier.isFinal(type.getModifiers())) {
			problem = "the class is final";
		}
		else if (Modifier.isFinal(method.getModifiers())) {
			problem = "the method is final";
		}
		else if (isPackagePrivate(method)
				&& !ClassUtils.getPackageName(method.getDeclaringClass()).equals(ClassUtils.getPackageName(type))) {
			problem = "the method is package-private in another package";
		}
		if (problem != null) {
			report(type, method, beanName, problem + ", so no proxy can override it",
					"Make class and method open and public, or put the method on an interface and set "
							+ "spring.aop.proxy-target-class=false.");
		}
	}

	private void report(Class<?> type, Method method, String beanName, String problem, String remedy) {
		this.misuses.report(new UnbillableMethodException(type, method, beanName, problem, remedy));
	}

	private static boolean isPackagePrivate(Method method) {
		return (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED | Modifier.PRIVATE)) == 0;
	}

}
