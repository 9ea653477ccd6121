package ai.vluna.spring.web.servlet;

import ai.vluna.spring.gate.idempotency.InboundKeys;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Tells the key of the servlet request that is bound to the current thread, as noted by
 * {@link InboundKeyFilter}.
 *
 * @since 0.1.0
 */
public final class ServletInboundKeys implements InboundKeys {

	/**
	 * Return the key of the current request.
	 * @param context not used
	 * @return the key, or {@code null} when there is none
	 * @throws IllegalStateException if the request is over and its attributes were not
	 * propagated
	 */
	@Override
	public @Nullable String find(ContextView context) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return (request != null)
				? (String) request.getAttribute(InboundKeyFilter.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) : null;
	}

}
