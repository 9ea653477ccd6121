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
final class ValueShape implements CallShape {

	private ValueShape() {
	}

	static CallShape find(ResolvableType type, OngoingResults ongoing) {
		ResolvableType value = HttpTypes.isEntity(type) ? HttpTypes.bodyOf(type) : type;
		return (value.toClass() != Object.class) ? new ValueShape()
				: (template, call) -> callUndeclared(template, call, ongoing);
	}

	@Override
	public @Nullable Object call(BillingTemplate template, BilledCall call) throws Throwable {
		return template.<@Nullable Object, Throwable>execute(call.operation(), call::proceed);
	}

	@Override
	public @Nullable Class<?> valueType(ResolvableType result) {
		return result.resolve();
	}

	private static @Nullable Object callUndeclared(BillingTemplate template, BilledCall call, OngoingResults ongoing)
			throws Throwable {
		return template.<@Nullable Object, Throwable>execute(call.operation(), () -> {
			Object result = call.proceed();
			requireValue(HttpTypes.unwrap(result), call, ongoing);
			return result;
		});
	}

	private static void requireValue(@Nullable Object value, BilledCall call, OngoingResults ongoing) {
		if (value != null && (value instanceof Future || value instanceof CompletionStage || ongoing.goesOn(value)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(value.getClass()) != null)) {
			throw new IllegalStateException("'%s' returned a %s although it declares no such type, so that its end "
					+ "cannot be billed: declare the type".formatted(call, value.getClass().getName()));
		}
	}

}
