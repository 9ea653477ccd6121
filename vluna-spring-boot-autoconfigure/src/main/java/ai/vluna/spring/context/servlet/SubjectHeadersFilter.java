package ai.vluna.spring.context.servlet;

import java.io.IOException;
import java.util.Collections;

import ai.vluna.spring.context.SubjectHeaders;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.Ordered;

/**
 * Notes as an attribute of every request what a trusted hop says in its headers. They are
 * read at once, so that threads can answer to which the attributes were propagated, when
 * the container may already use the request's object for somebody else.
 *
 * @since 0.1.0
 */
public final class SubjectHeadersFilter implements Filter, Ordered {

	static final String ATTRIBUTE = SubjectHeadersFilter.class.getName();

	private final SubjectHeaders headers;

	/**
	 * Create a filter.
	 * @param headers the headers to read
	 */
	public SubjectHeadersFilter(SubjectHeaders headers) {
		this.headers = headers;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest http) {
			request.setAttribute(ATTRIBUTE,
					this.headers.read(hopOf(http), (name) -> Collections.list(http.getHeaders(name))));
		}
		chain.doFilter(request, response);
	}

	private static String hopOf(ServletRequest request) {
		ServletRequest innermost = request;
		// A wrapper may have taken the address from X-Forwarded-For, which clients can
		// set.
		while (innermost instanceof ServletRequestWrapper wrapper) {
			innermost = wrapper.getRequest();
		}
		return innermost.getRemoteAddr();
	}

}
