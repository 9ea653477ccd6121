package ai.vluna.spring.interceptor.shape;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * How a method gives its result, which decides the template's method that bills its
 * calls. Chosen once for each method, see {@link CallShapes}.
 * <p>
 * Safe for use by any number of threads. For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public interface CallShape {

	/**
	 * Make a call, billed.
	 * @param template bills it
	 * @param call the call
	 * @return what the caller gets
	 * @throws Throwable if the call is refused or fails
	 */
	@Nullable Object call(BillingTemplate template, BilledCall call) throws Throwable;

	/**
	 * Return whether calls do nothing before their result is subscribed.
	 * @return whether there is an operation for each subscription
	 */
	default boolean startsOnSubscription() {
		return false;
	}

	/**
	 * Return the type of the values that extractors are asked about.
	 * @param result the type that the method declares
	 * @return the type, {@code void} for none, or {@code null} when it cannot be told
	 */
	default @Nullable Class<?> valueType(ResolvableType result) {
		return null;
	}

	/**
	 * Let an extractor read what the method gives.
	 * @param extractor reads what was billed
	 * @return an extractor that reads it from whatever the result is wrapped in
	 */
	default UsageExtractor<Object> reading(UsageExtractor<Object> extractor) {
		return extractor;
	}

}
