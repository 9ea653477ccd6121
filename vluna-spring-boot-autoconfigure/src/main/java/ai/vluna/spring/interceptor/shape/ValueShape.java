package ai.vluna.spring.interceptor.shape;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import ai.vluna.spring.gate.BillingTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * A value, or nothing; the work is done when the method returns.
 */
final class ValueShape {

	private ValueShape() {
	}

	static CallShape find(ResolvableType type) {
		return (type.toClass() != Object.class) ? ValueShape::call : ValueShape::callUndeclared;
	}

	private static @Nullable Object call(BillingTemplate template, BilledCall call) throws Throwable {
		return template.<@Nullable Object, Throwable>execute(call.operation(), call::proceed);
	}

	private static @Nullable Object callUndeclared(BillingTemplate template, BilledCall call) throws Throwable {
		return template.<@Nullable Object, Throwable>execute(call.operation(),
				() -> requireValue(call.proceed(), call));
	}

	private static @Nullable Object requireValue(@Nullable Object result, BilledCall call) {
		if (result instanceof Future || result instanceof CompletionStage || (result != null
				&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass()) != null)) {
			throw new IllegalStateException("'%s' returned a %s although it declares no such type, so that its end "
					+ "cannot be billed: declare the type".formatted(call, result.getClass().getName()));
		}
		return result;
	}

}
