package ai.vluna.spring.interceptor.shape;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * All shapes that there are, in order: the first that fits the declared type of a
 * method's result is the shape of the method. For internal use: it may change without
 * notice.
 *
 * @since 0.1.0
 */
public final class CallShapes {

	private final List<Function<ResolvableType, @Nullable CallShape>> families;

	private final OngoingResults ongoing;

	/**
	 * Create the choice.
	 * @param contributed results to follow that this room knows nothing of, in order
	 */
	public CallShapes(List<OngoingResult<?>> contributed) {
		this.ongoing = new OngoingResults(contributed);
		this.families = List.of((type) -> FutureShape.find(type, this.ongoing),
				(type) -> ReactiveShape.find(type, this.ongoing), (type) -> OngoingShape.find(type, this.ongoing),
				(type) -> ValueShape.find(type, this.ongoing));
	}

	/**
	 * Choose the shape of a method.
	 * @param method the most specific method
	 * @param targetClass the class that it is called on
	 * @return the shape
	 * @throws UnbillableResultException if results of the declared type cannot be billed
	 */
	public CallShape of(Method method, Class<?> targetClass) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			ResolvableType type = ResolvableType.forType(new MethodParameter(method, -1).getGenericParameterType());
			return reading(type, ReactiveShape.suspending(type, this.ongoing));
		}
		ResolvableType type = ResolvableType.forMethodReturnType(method, targetClass);
		for (Function<ResolvableType, @Nullable CallShape> family : this.families) {
			CallShape shape = family.apply(type);
			if (shape != null) {
				return reading(type, shape);
			}
		}
		throw new IllegalStateException("No shape for " + type);
	}

	private static CallShape reading(ResolvableType type, CallShape shape) {
		return HttpTypes.areIn(type) ? new WithContent(shape) : shape;
	}

	/**
	 * A shape whose results are wrapped in responses or events.
	 *
	 * @param shape the shape
	 */
	private record WithContent(CallShape shape) implements CallShape {

		@Override
		public @Nullable Object call(BillingTemplate template, BilledCall call) throws Throwable {
			return this.shape.call(template, call);
		}

		@Override
		public boolean startsOnSubscription() {
			return this.shape.startsOnSubscription();
		}

		@Override
		public UsageExtractor<Object> reading(UsageExtractor<Object> extractor) {
			return new HttpContent(extractor);
		}

	}

}
