package ai.vluna.spring.interceptor.shape;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.gate.OpenOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A result that goes on with the work after the method returned; the work is done when
 * the result says so.
 *
 * @param <R> the type of the result
 */
final class OngoingShape<R> implements CallShape {

	private final OngoingResult<R> kind;

	private OngoingShape(OngoingResult<R> kind) {
		this.kind = kind;
	}

	static @Nullable CallShape find(ResolvableType type, OngoingResults ongoing) {
		OngoingResult<?> kind = ongoing.find(type);
		return (kind != null) ? new OngoingShape<>(kind) : null;
	}

	@Override
	public @Nullable Object call(BillingTemplate template, BilledCall call) throws Throwable {
		return template.<@Nullable Object, Throwable>executeOpen(call.operation(),
				(operation) -> follow(this.kind, call.proceed(), operation));
	}

	/**
	 * Follow what a method returned.
	 * @param <R> the type of the result
	 * @param kind knows how
	 * @param result the result, or {@code null}
	 * @param operation the operation
	 * @return what the caller gets
	 */
	@SuppressWarnings("unchecked")
	static <R> @Nullable Object follow(OngoingResult<R> kind, @Nullable Object result, OpenOperation operation) {
		if (result == null) {
			operation.withoutValue();
			operation.complete();
			return null;
		}
		return kind.follow((R) result, operation);
	}

}
