package ai.vluna.spring.web.reactive;

import java.net.URI;
import java.util.List;

import ai.vluna.spring.web.BillingProblems;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Answers billing's exceptions with problem details where no advice is asked: in the
 * bodies of functional endpoints and in filters. Never touches a response that has
 * started.
 *
 * @since 0.1.0
 */
public final class BillingProblemWebExceptionHandler implements WebExceptionHandler, Ordered {

	private final BillingProblems problems;

	private final ServerResponse.Context context;

	/**
	 * Create a handler.
	 * @param problems describes the exceptions
	 * @param writers the application's message writers
	 */
	public BillingProblemWebExceptionHandler(BillingProblems problems, List<HttpMessageWriter<?>> writers) {
		this.problems = problems;
		this.context = new WriterContext(List.copyOf(writers));
	}

	/**
	 * Return the order: in front of Spring Boot's handler of all errors (-1), and of
	 * those that applications usually put in front of it (-2).
	 */
	@Override
	public int getOrder() {
		return -10;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		RuntimeException failure = BillingProblems.find(ex);
		if (failure == null || exchange.getResponse().isCommitted()) {
			return Mono.error(ex);
		}
		ErrorResponse answer = this.problems.describe(failure);
		ProblemDetail problem = answer.getBody();
		problem.setInstance(URI.create(exchange.getRequest().getPath().value()));
		exchange.getResponse().getHeaders().clearContentHeaders();
		return ServerResponse.status(answer.getStatusCode())
			.headers((headers) -> headers.putAll(answer.getHeaders()))
			.bodyValue(problem)
			.flatMap((response) -> response.writeTo(exchange, this.context));
	}

	private record WriterContext(List<HttpMessageWriter<?>> messageWriters) implements ServerResponse.Context {

		@Override
		public List<ViewResolver> viewResolvers() {
			return List.of();
		}

	}

}
