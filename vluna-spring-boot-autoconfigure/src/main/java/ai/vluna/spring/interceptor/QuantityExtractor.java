package ai.vluna.spring.interceptor;

import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage by the annotation's {@code quantity}.
 */
final class QuantityExtractor implements UsageExtractor<Object> {

	private final AttributeValue quantity;

	private final ArgumentContext context;

	QuantityExtractor(AttributeValue quantity, ArgumentContext context) {
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
