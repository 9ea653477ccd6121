package ai.vluna.spring.interceptor.shape;

import ai.vluna.spring.gate.BillingTemplate;
import org.jspecify.annotations.Nullable;

/**
 * How a method gives its result, which decides the template's method that bills its
 * calls. Chosen once for each method, see {@link CallShapes}.
 * <p>
 * Safe for use by any number of threads. For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallShape {

	/**
	 * Make a call, billed.
	 * @param template bills it
	 * @param call the call
	 * @return what the caller gets
	 * @throws Throwable if the call is refused or fails
	 */
	@Nullable Object call(BillingTemplate template, BilledCall call) throws Throwable;

}
