package ai.vluna.spring.web.servlet;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import ai.vluna.spring.web.ApplicationAdvice;
import ai.vluna.spring.web.BillingProblems;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Answers billing's exceptions with problem details, whichever kind of handler threw
 * them. Steps aside for a handler of the application that names the exception, not for
 * one that catches everything, and never touches a response that has started.
 *
 * @since 0.1.0
 */
public final class BillingProblemResolver implements HandlerExceptionResolver, Ordered {

	private static final Log logger = LogFactory.getLog(BillingProblemResolver.class);

	private static final List<MediaType> ANYTHING = List.of(MediaType.ALL);

	private final BillingProblems problems;

	private final ApplicationAdvice advice;

	private final List<HttpMessageConverter<?>> converters;

	/**
	 * Create a resolver.
	 * @param problems describes the exceptions
	 * @param advice knows what the application handles itself
	 * @param converters the application's message converters
	 */
	public BillingProblemResolver(BillingProblems problems, ApplicationAdvice advice,
			List<HttpMessageConverter<?>> converters) {
		this.problems = problems;
		this.advice = advice;
		this.converters = List.copyOf(converters);
	}

	/**
	 * Return the order: in front of the resolvers of the application's handlers.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		RuntimeException failure = BillingProblems.find(ex);
		if (failure == null || response.isCommitted()) {
			return null;
		}
		Class<?> controllerType = (handler instanceof HandlerMethod method) ? method.getBeanType() : null;
		boolean advised = controllerType != null || handler == null;
		if (advised && this.advice.names(failure, controllerType, accepted(request))) {
			return null;
		}
		try {
			write(this.problems.describe(failure), request, response);
			return new ModelAndView();
		}
		catch (IOException | ServletException writeFailure) {
			logger.debug("Problem details could not be written", writeFailure);
			return null;
		}
	}

	private static List<MediaType> accepted(HttpServletRequest request) {
		try {
			List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
			return (!accepted.isEmpty()) ? accepted : ANYTHING;
		}
		catch (InvalidMediaTypeException ex) {
			return ANYTHING;
		}
	}

	private void write(ErrorResponse answer, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		ProblemDetail problem = answer.getBody();
		problem.setInstance(URI.create(request.getRequestURI()));
		ServerResponse.status(answer.getStatusCode())
			.headers((headers) -> headers.putAll(answer.getHeaders()))
			.body(problem)
			.writeTo(request, response, () -> this.converters);
	}

}
