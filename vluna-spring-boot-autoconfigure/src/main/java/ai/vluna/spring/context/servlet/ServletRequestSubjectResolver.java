package ai.vluna.spring.context.servlet;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingRequestContext;
import ai.vluna.spring.context.BillingSubjectResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Tells what the application wrote into the request-scoped {@link BillingRequestContext}
 * of a servlet request. Reads the scope's attribute, so that nothing is created for
 * requests that never used it, and so that threads can answer to which the attributes
 * were propagated, even after the request.
 *
 * @since 0.1.0
 */
public final class ServletRequestSubjectResolver implements BillingSubjectResolver {

	private final String attributeName;

	/**
	 * Create a resolver.
	 * @param beanName the name of the request-scoped bean
	 */
	public ServletRequestSubjectResolver(String beanName) {
		this.attributeName = "scopedTarget." + beanName;
	}

	/**
	 * Return whether the current thread works for a servlet request.
	 * @return whether a request is bound to the thread
	 */
	public static boolean isInRequest() {
		return RequestContextHolder.getRequestAttributes() != null;
	}

	/**
	 * Resolve from the request that is bound to the current thread.
	 * @return what is known, or {@code null} for nothing
	 * @throws IllegalStateException if the request is over and its attributes were not
	 * propagated: what the application said about it can no longer be known
	 */
	@Override
	public @Nullable BillingIdentity resolve() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request == null) {
			return null;
		}
		Object requestContext = request.getAttribute(this.attributeName, RequestAttributes.SCOPE_REQUEST);
		return (requestContext instanceof BillingRequestContext context) ? context.toIdentity() : null;
	}

}
