package ai.vluna.spring.web.servlet;

import java.io.IOException;
import java.util.Collections;

import ai.vluna.spring.gate.idempotency.InboundKeys;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.Ordered;

/**
 * Notes as an attribute of every request the key that its client supplied. It is read at
 * once, so that threads know it to which the attributes were propagated, when the
 * container may already use the request's object for somebody else.
 *
 * @since 0.1.0
 */
public final class InboundKeyFilter implements Filter, Ordered {

	static final String ATTRIBUTE = InboundKeyFilter.class.getName();

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest http) {
			request.setAttribute(ATTRIBUTE,
					InboundKeys.ofHeader(Collections.list(http.getHeaders(InboundKeys.HEADER))));
		}
		chain.doFilter(request, response);
	}

}
