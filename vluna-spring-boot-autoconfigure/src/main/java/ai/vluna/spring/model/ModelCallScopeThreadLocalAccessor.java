package ai.vluna.spring.model;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries the scope of model calls over threads, found through the service loader. For
 * internal use.
 *
 * @since 0.1.0
 */
public final class ModelCallScopeThreadLocalAccessor implements ThreadLocalAccessor<ModelCallScope> {

	@Override
	public Object key() {
		return ModelCallScope.CONTEXT_KEY;
	}

	@Override
	public @Nullable ModelCallScope getValue() {
		return ModelCallScope.current();
	}

	@Override
	public void setValue(ModelCallScope value) {
		ModelCallScope.bind(value);
	}

	@Override
	public void setValue() {
		ModelCallScope.bind(null);
	}

}
