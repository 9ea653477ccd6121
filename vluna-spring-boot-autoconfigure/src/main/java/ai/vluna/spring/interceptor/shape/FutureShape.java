package ai.vluna.spring.interceptor.shape;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import ai.vluna.spring.gate.BillingTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A future; the work is done when it completes.
 */
final class FutureShape implements CallShape {

	private FutureShape() {
	}

	static @Nullable CallShape find(ResolvableType type, OngoingResults ongoing) {
		Class<?> future = type.toClass();
		if (future == CompletionStage.class || future == CompletableFuture.class) {
			requireValue(type.getGeneric(0), ongoing);
			return new FutureShape();
		}
		if (Future.class.isAssignableFrom(future) || CompletionStage.class.isAssignableFrom(future)) {
			throw new UnbillableResultException(
					"the end of a %s cannot be observed or replaced".formatted(future.getName()),
					"Declare CompletableFuture or CompletionStage.");
		}
		return null;
	}

	@Override
	public Object call(BillingTemplate template, BilledCall call) throws Throwable {
		return call.isRetried() ? new RetriedFuture(call).bill(template)
				: template.executeAsync(call.operation(), () -> stage(call));
	}

	@Override
	public @Nullable Class<?> valueType(ResolvableType result) {
		return result.getGeneric(0).resolve();
	}

	private static void requireValue(ResolvableType value, OngoingResults ongoing) {
		if (ongoing.find(value) != null) {
			throw new UnbillableResultException(
					"a future of a %s is over before its work is".formatted(value.toClass().getName()),
					"Declare a Mono of it.");
		}
	}

	@SuppressWarnings("unchecked")
	private static @Nullable CompletionStage<@Nullable Object> stage(BilledCall call) {
		try {
			return (CompletionStage<@Nullable Object>) call.proceed();
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
