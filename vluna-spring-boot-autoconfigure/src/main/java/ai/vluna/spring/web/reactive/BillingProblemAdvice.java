package ai.vluna.spring.web.reactive;

import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingConflictException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.web.ApplicationAdvice;
import ai.vluna.spring.web.BillingProblems;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers one of billing's exceptions with problem details. WebFlux asks advices in
 * order, so there is one per exception, each standing behind the application's advices
 * that name it and in front of those that catch everything. A handler in the controller
 * itself comes first in any case. A response that has started is not touched.
 *
 * @since 0.1.0
 */
public abstract class BillingProblemAdvice implements Ordered {

	private final Class<? extends RuntimeException> exceptionType;

	private final BillingProblems problems;

	private final ApplicationAdvice advice;

	BillingProblemAdvice(Class<? extends RuntimeException> exceptionType, BillingProblems problems,
			ApplicationAdvice advice) {
		this.exceptionType = exceptionType;
		this.problems = problems;
		this.advice = advice;
	}

	@Override
	public int getOrder() {
		return this.advice.orderFor(this.exceptionType, BillingProblemAdvice.class);
	}

	ErrorResponse respond(RuntimeException failure, ServerHttpResponse response) {
		if (response.isCommitted()) {
			throw failure;
		}
		return this.problems.describe(failure);
	}

	/**
	 * Answers denials.
	 */
	@ControllerAdvice
	public static final class Denied extends BillingProblemAdvice {

		/**
		 * Create an advice.
		 * @param problems describes the exceptions
		 * @param advice knows what the application handles itself
		 */
		public Denied(BillingProblems problems, ApplicationAdvice advice) {
			super(BillingDeniedException.class, problems, advice);
		}

		@ExceptionHandler
		ErrorResponse handle(BillingDeniedException ex, ServerHttpResponse response) {
			return respond(ex, response);
		}

	}

	/**
	 * Answers keys of callers that stand for an earlier operation.
	 */
	@ControllerAdvice
	public static final class Conflict extends BillingProblemAdvice {

		/**
		 * Create an advice.
		 * @param problems describes the exceptions
		 * @param advice knows what the application handles itself
		 */
		public Conflict(BillingProblems problems, ApplicationAdvice advice) {
			super(BillingConflictException.class, problems, advice);
		}

		@ExceptionHandler
		ErrorResponse handle(BillingConflictException ex, ServerHttpResponse response) {
			return respond(ex, response);
		}

	}

	/**
	 * Answers a gate that does not answer.
	 */
	@ControllerAdvice
	public static final class Unavailable extends BillingProblemAdvice {

		/**
		 * Create an advice.
		 * @param problems describes the exceptions
		 * @param advice knows what the application handles itself
		 */
		public Unavailable(BillingProblems problems, ApplicationAdvice advice) {
			super(BillingUnavailableException.class, problems, advice);
		}

		@ExceptionHandler
		ErrorResponse handle(BillingUnavailableException ex, ServerHttpResponse response) {
			return respond(ex, response);
		}

	}

	/**
	 * Answers mistakes in the setup of billing.
	 */
	@ControllerAdvice
	public static final class Misconfigured extends BillingProblemAdvice {

		/**
		 * Create an advice.
		 * @param problems describes the exceptions
		 * @param advice knows what the application handles itself
		 */
		public Misconfigured(BillingProblems problems, ApplicationAdvice advice) {
			super(BillingConfigurationException.class, problems, advice);
		}

		@ExceptionHandler
		ErrorResponse handle(BillingConfigurationException ex, ServerHttpResponse response) {
			return respond(ex, response);
		}

	}

	/**
	 * Answers requests of which nobody knows who pays.
	 */
	@ControllerAdvice
	public static final class MissingSubject extends BillingProblemAdvice {

		/**
		 * Create an advice.
		 * @param problems describes the exceptions
		 * @param advice knows what the application handles itself
		 */
		public MissingSubject(BillingProblems problems, ApplicationAdvice advice) {
			super(MissingBillingSubjectException.class, problems, advice);
		}

		@ExceptionHandler
		ErrorResponse handle(MissingBillingSubjectException ex, ServerHttpResponse response) {
			return respond(ex, response);
		}

	}

}
