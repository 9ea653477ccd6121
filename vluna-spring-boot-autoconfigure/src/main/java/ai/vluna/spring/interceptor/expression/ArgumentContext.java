package ai.vluna.spring.interceptor.expression;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;

/**
 * What an expression sees of one call: the arguments, the result once there is one, and
 * nothing it could change. Everything else is shared by all calls, so that a call costs
 * one small object and accessors keep what they learned.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class ArgumentContext implements EvaluationContext {

	/**
	 * The name of the variable that holds the result.
	 */
	public static final String RESULT = "result";

	private final EvaluationContext shared;

	private final Map<String, Integer> indexes;

	private final @Nullable Object[] arguments;

	private final @Nullable Object result;

	ArgumentContext(EvaluationContext shared, Map<String, Integer> indexes, @Nullable Object[] arguments,
			@Nullable Object result) {
		this.shared = shared;
		this.indexes = indexes;
		this.arguments = arguments;
		this.result = result;
	}

	/**
	 * Return the context of a call.
	 * @param arguments the arguments of the call
	 * @return the context, without a result
	 */
	public ArgumentContext withArguments(@Nullable Object[] arguments) {
		return new ArgumentContext(this.shared, this.indexes, arguments, null);
	}

	ArgumentContext withResult(@Nullable Object result) {
		return new ArgumentContext(this.shared, this.indexes, this.arguments, result);
	}

	/**
	 * Return the arguments of the call.
	 * @return the arguments, not copied
	 */
	public @Nullable Object[] arguments() {
		return this.arguments;
	}

	@Override
	public @Nullable Object lookupVariable(String name) {
		if (RESULT.equals(name)) {
			return this.result;
		}
		Integer index = this.indexes.get(name);
		return (index != null) ? this.arguments[index] : null;
	}

	@Override
	public void setVariable(String name, @Nullable Object value) {
		throw new UnsupportedOperationException("Expressions must not change anything");
	}

	@Override
	public boolean isAssignmentEnabled() {
		return false;
	}

	@Override
	public TypedValue getRootObject() {
		return TypedValue.NULL;
	}

	@Override
	public List<PropertyAccessor> getPropertyAccessors() {
		return this.shared.getPropertyAccessors();
	}

	@Override
	public List<IndexAccessor> getIndexAccessors() {
		return this.shared.getIndexAccessors();
	}

	@Override
	public List<ConstructorResolver> getConstructorResolvers() {
		return this.shared.getConstructorResolvers();
	}

	@Override
	public List<MethodResolver> getMethodResolvers() {
		return this.shared.getMethodResolvers();
	}

	@Override
	public @Nullable BeanResolver getBeanResolver() {
		return this.shared.getBeanResolver();
	}

	@Override
	public TypeLocator getTypeLocator() {
		return this.shared.getTypeLocator();
	}

	@Override
	public TypeConverter getTypeConverter() {
		return this.shared.getTypeConverter();
	}

	@Override
	public TypeComparator getTypeComparator() {
		return this.shared.getTypeComparator();
	}

	@Override
	public OperatorOverloader getOperatorOverloader() {
		return this.shared.getOperatorOverloader();
	}

}
