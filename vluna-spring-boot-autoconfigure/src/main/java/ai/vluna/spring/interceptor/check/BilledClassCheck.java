package ai.vluna.spring.interceptor.check;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import ai.vluna.spring.interceptor.BilledOperationSource;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;
import ai.vluna.spring.policy.FeatureRule;
import ai.vluna.spring.usage.UsageExtractors;
import ai.vluna.spring.usage.UsageReporter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Checks what a class with billed methods says and does: its annotations, and the code
 * around them. Each class is checked once.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class BilledClassCheck {

	private static final Log logger = LogFactory.getLog(BilledClassCheck.class);

	private final BilledOperationSource source;

	private final Misuses misuses;

	private final Supplier<UsageExtractors> usageExtractors;

	private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

	/**
	 * Create a check.
	 * @param source reads the billed methods
	 * @param misuses told of what is wrong
	 * @param usageExtractors the application's extractors, asked for when the first class
	 * is checked
	 */
	public BilledClassCheck(BilledOperationSource source, Misuses misuses, Supplier<UsageExtractors> usageExtractors) {
		this.source = source;
		this.misuses = misuses;
		this.usageExtractors = usageExtractors;
	}

	/**
	 * Check a class.
	 * @param type the class of a bean
	 * @param billedMethods its billed methods
	 * @param beanName the name of the bean
	 */
	void check(Class<?> type, Set<Method> billedMethods, String beanName) {
		if (billedMethods.isEmpty() || !this.misuses.areWanted() || !this.checked.add(type)) {
			return;
		}
		for (Method method : billedMethods) {
			this.source.isBilled(method, type);
			String problem = CompetingAnnotations.find(method);
			if (problem != null) {
				this.misuses.report(new UnbillableMethodException(type, method, beanName, problem,
						"Keep one annotation: a call is one operation, and what costs extra belongs to a method of "
								+ "another bean."));
			}
		}
		new SelfInvocations(type, billedMethods).report(beanName, this.misuses);
		requireUsage(type, billedMethods, beanName);
	}

	/**
	 * Tell of rules that hold for no class that was checked: a slip of the pen would have
	 * no effect in silence.
	 */
	void tellRulesWithoutMethod() {
		if (this.misuses.areWanted()) {
			for (FeatureRule rule : this.source.rulesWithoutMethod()) {
				logger.info(rule + " holds for no feature that a billed method names, only for features that are "
						+ "computed per call or named in code");
			}
		}
	}

	private void requireUsage(Class<?> type, Set<Method> billedMethods, String beanName) {
		List<Method> silent = billedMethods.stream().filter((method) -> isSilent(method, type)).toList();
		if (silent.isEmpty() || reportsUsage(type)) {
			return;
		}
		for (Method method : silent) {
			this.misuses.suspect(new UnbillableMethodException(type, method, beanName,
					"nothing here tells the usage, and no UsageExtractor bean reads its result, %s"
						.formatted(ClassUtils.getShortName(method.getReturnType())),
					"Set 'quantity', provide a UsageExtractor bean, or make sure that the work calls "
							+ "UsageReporter.report() or a model that is billed."));
		}
	}

	private boolean isSilent(Method method, Class<?> type) {
		Class<?> value = this.source.valueToExtractUsageFrom(method, type);
		return value != null && !this.usageExtractors.get().mayRead(value);
	}

	private static boolean reportsUsage(Class<?> type) {
		String reporter = Type.getInternalName(UsageReporter.class);
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			if (ClassFile.of(declaring).callees().contains(reporter)) {
				return true;
			}
		}
		return false;
	}

}
