package ai.vluna.spring.interceptor.expression;

import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage by the annotation's {@code quantity}.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class QuantityExtractor implements UsageExtractor<Object> {

	private final AttributeValue quantity;

	private final ArgumentContext context;

	/**
	 * Create an extractor.
	 * @param quantity the expression
	 * @param context the context of the call
	 */
	public QuantityExtractor(AttributeValue quantity, ArgumentContext context) {
		this.quantity = quantity;
		this.context = context;
	}

	@Override
	public @Nullable Usage extract(Object value) {
		return evaluate(value);
	}

	@Override
	public @Nullable Usage extractWithoutValue() {
		return evaluate(null);
	}

	private @Nullable Usage evaluate(@Nullable Object result) {
		return this.quantity.usage(this.quantity.isConstant() ? this.context : this.context.withResult(result));
	}

}
