package ai.vluna.spring.interceptor;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.interceptor.expression.ArgumentContext;
import ai.vluna.spring.interceptor.expression.OperationExpressions;
import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;
import ai.vluna.spring.interceptor.shape.CallShape;
import ai.vluna.spring.interceptor.shape.CallShapes;
import ai.vluna.spring.interceptor.shape.UnbillableResultException;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.FeatureRule;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.UsageExtractors;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodClassKey;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.ClassUtils;

/**
 * Knows of each method whether it is billed, and as what. Both advisor and interceptor
 * ask here; a method is read once, when the first bean of its class is looked at, so that
 * mistakes come to light at start-up.
 * <p>
 * Safe for use by any number of threads. For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class BilledOperationSource {

	private static final Object NONE = new Object();

	private final Map<MethodClassKey, Object> cache = new ConcurrentHashMap<>(256);

	private final Map<Class<?>, Boolean> candidates = new ConcurrentHashMap<>(256);

	private final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private final ConfigurableListableBeanFactory beanFactory;

	private volatile @Nullable CallShapes shapes;

	private final OperationExpressions expressions;

	private final UsageBeans usageBeans;

	private final BillingDefaults defaults;

	private final Misuses misuses;

	/**
	 * Create a source.
	 * @param beanFactory resolves placeholders and the beans that attributes mention
	 * @param usageExtractors the application's extractors, asked for when the first value
	 * is there
	 * @param defaults what the application says about all billed methods
	 * @param misuses told of methods that cannot be billed as they are annotated
	 */
	public BilledOperationSource(ConfigurableListableBeanFactory beanFactory, Supplier<UsageExtractors> usageExtractors,
			BillingDefaults defaults, Misuses misuses) {
		this.beanFactory = beanFactory;
		this.expressions = new OperationExpressions(beanFactory);
		this.usageBeans = new UsageBeans(beanFactory, usageExtractors);
		this.defaults = defaults;
		this.misuses = misuses;
	}

	/**
	 * Return whether a class has billed methods.
	 * @param type the class
	 * @return whether there are any
	 */
	boolean hasBilledMethods(Class<?> type) {
		Boolean known = this.candidates.get(type);
		if (known == null) {
			known = !BilledMethods.of(type).isEmpty();
			this.candidates.put(type, known);
		}
		return known;
	}

	/**
	 * Return whether a method is billed. Calls of one that cannot be billed as it is
	 * annotated are refused, whatever else happens then.
	 * @param method the method that is called
	 * @param targetClass the class of the object that it is called on
	 * @return whether the annotation applies to the method
	 */
	public boolean isBilled(Method method, Class<?> targetClass) {
		try {
			return find(method, targetClass) != null;
		}
		catch (InvalidBilledOperationException | UnbillableMethodException ex) {
			this.misuses.report(ex);
			return true;
		}
	}

	/**
	 * Return the type of the values that nothing but the application's extractors tells
	 * the usage of, as far as can be seen from the method.
	 * @param method the billed method
	 * @param targetClass the class of the object that it is called on
	 * @return the type, {@code void} for none, or {@code null} when the method needs no
	 * extractor or its values may be anything
	 */
	public @Nullable Class<?> valueToExtractUsageFrom(Method method, Class<?> targetClass) {
		BilledOperationSpec spec = isReadable(method, targetClass) ? find(method, targetClass) : null;
		if (spec == null || !spec.needsExtractors()) {
			return null;
		}
		ResolvableType result = ResolvableType.forMethodReturnType(method, targetClass);
		Class<?> value = spec.shape().valueType(result);
		return (value != null) ? ClassUtils.resolvePrimitiveIfNecessary(value) : null;
	}

	/**
	 * Return what the methods that were looked at so far are billed as. Those whose mode
	 * is to be watched only are left out, as the gate is not asked about them.
	 * @return the features
	 */
	public BilledFeatures features() {
		SortedMap<String, Set<String>> named = new TreeMap<>();
		SortedSet<String> computed = new TreeSet<>();
		boolean asked = this.defaults.rules().haveGateAsked();
		for (Object known : this.cache.values()) {
			if (known instanceof BilledOperationSpec spec) {
				String feature = spec.featureCode();
				if (feature == null && (asked || !isWatched(spec.policy()))) {
					computed.add(spec.method());
				}
				else if (feature != null && !isWatched(spec.policy())) {
					named.put(feature, this.defaults.rules().settings(feature).meters().distinctCodes());
				}
			}
		}
		return new BilledFeatures(named, computed,
				named.isEmpty() && computed.isEmpty() && !asked && isWatched(anyPolicy()));
	}

	/**
	 * Return the operator's rules that hold for no method that was looked at so far, as
	 * far as that is known without a call.
	 * @return the rules
	 */
	public List<FeatureRule> rulesWithoutMethod() {
		List<String> named = this.cache.values()
			.stream()
			.map((known) -> (known instanceof BilledOperationSpec spec) ? spec.featureCode() : null)
			.filter(Objects::nonNull)
			.toList();
		return this.defaults.rules().withoutAnyOf(named);
	}

	private OperationPolicy anyPolicy() {
		return this.defaults.rules().settings(null).policy().orElse(this.defaults.policy());
	}

	private static boolean isWatched(OperationPolicy policy) {
		return policy.mode() == BillingMode.SHADOW;
	}

	private boolean isReadable(Method method, Class<?> targetClass) {
		try {
			find(method, targetClass);
			return true;
		}
		catch (InvalidBilledOperationException | UnbillableMethodException ex) {
			return false;
		}
	}

	/**
	 * Return what a method is billed as.
	 * @param method the method that is called
	 * @param targetClass the class of the object that it is called on
	 * @return what the annotation says, or {@code null} when there is none
	 * @throws InvalidBilledOperationException if an attribute makes no sense
	 * @throws UnbillableMethodException if results of the method cannot be billed
	 */
	@Nullable BilledOperationSpec find(Method method, Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		Object known = this.cache.get(key);
		if (known == null) {
			BilledOperationSpec read = read(method, targetClass);
			known = (read != null) ? read : NONE;
			this.cache.put(key, known);
		}
		return (known != NONE) ? (BilledOperationSpec) known : null;
	}

	private @Nullable BilledOperationSpec read(Method method, Class<?> targetClass) {
		MergedAnnotation<BilledOperation> found = BilledMethods.find(method, targetClass);
		if (found == null) {
			return null;
		}
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		String description = BilledAttribute.describe(targetClass, specific);
		Map<String, Integer> indexes = new HashMap<>();
		addArguments(indexes, specific);
		if (found.getSource() instanceof Method annotated) {
			addArguments(indexes, annotated);
		}
		return new BilledOperationReader(found.synthesize(), description, indexes, this.expressions, this.usageBeans,
				this.defaults)
			.read(shape(specific, targetClass), OuterRetry.surrounds(specific, targetClass));
	}

	@SuppressWarnings("unchecked")
	private CallShapes shapes() {
		CallShapes known = this.shapes;
		if (known == null) {
			List<OngoingResult<?>> contributed = new ArrayList<>();
			this.beanFactory.getBeanProvider(OngoingResult.class).orderedStream().forEach(contributed::add);
			known = new CallShapes(contributed);
			this.shapes = known;
		}
		return known;
	}

	private CallShape shape(Method method, Class<?> targetClass) {
		try {
			return shapes().of(method, targetClass);
		}
		catch (UnbillableResultException ex) {
			throw new UnbillableMethodException(targetClass, method, null, ex.getProblem(), ex.getRemedy());
		}
	}

	private void addArguments(Map<String, Integer> indexes, Method method) {
		@Nullable String[] names = this.parameterNames.getParameterNames(method);
		for (int i = 0; i < method.getParameterCount(); i++) {
			indexes.put("a" + i, i);
			indexes.put("p" + i, i);
		}
		for (int i = 0; names != null && i < names.length; i++) {
			String name = names[i];
			if (name != null && !ArgumentContext.RESULT.equals(name)) {
				indexes.put(name, i);
			}
		}
	}

}
