package ai.vluna.spring.context.servlet;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubjectResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Tells what a trusted hop said in the headers of a servlet request, as noted by
 * {@link SubjectHeadersFilter}.
 *
 * @since 0.1.0
 */
public final class ServletHeaderSubjectResolver implements BillingSubjectResolver {

	/**
	 * Resolve from the request that is bound to the current thread.
	 * @return what is known, or {@code null} for nothing
	 * @throws IllegalStateException if the request is over and its attributes were not
	 * propagated
	 */
	@Override
	public @Nullable BillingIdentity resolve() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request == null) {
			return null;
		}
		Object noted = request.getAttribute(SubjectHeadersFilter.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
		return (noted instanceof BillingIdentity identity) ? identity : null;
	}

}
