package ai.vluna.spring.web;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.denial.BillingConflictException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.denial.ConflictReason;
import ai.vluna.spring.denial.DenialReason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * Turns billing's exceptions into RFC 9457 problem details. A denial tells the client its
 * {@code reason}, {@code feature} and {@code hints}, a conflict of keys the first two.
 * What only an operator can mend is a 503 without details; those are logged, each once.
 *
 * @since 0.1.0
 */
public final class BillingProblems {

	private static final Log logger = LogFactory.getLog(BillingProblems.class);

	private static final String TYPE_PREFIX = "urn:vluna:problem:";

	private static final int MAX_LOGGED = 100;

	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	/**
	 * Find the exception of billing that a failure is, or that threads and reactive
	 * chains wrapped into it. An exception of the application that has one as its cause
	 * remains the application's.
	 * @param failure the failure
	 * @return the exception, or {@code null} if the failure is something else
	 */
	public static @Nullable RuntimeException find(Throwable failure) {
		Throwable candidate = Exceptions.unwrap(failure);
		while (isWrapper(candidate)) {
			Throwable cause = candidate.getCause();
			if (cause == null) {
				return null;
			}
			candidate = Exceptions.unwrap(cause);
		}
		boolean billing = candidate instanceof BillingException || candidate instanceof MissingBillingSubjectException;
		return billing ? (RuntimeException) candidate : null;
	}

	private static boolean isWrapper(Throwable failure) {
		return failure instanceof CompletionException || failure instanceof ExecutionException
				|| failure instanceof UndeclaredThrowableException || failure instanceof InvocationTargetException
				|| Exceptions.isRetryExhausted(failure);
	}

	/**
	 * Describe an exception of billing to the client.
	 * @param failure the exception, as found by {@link #find}
	 * @return the response, of one content type whatever the client asked for
	 */
	public ErrorResponse describe(RuntimeException failure) {
		if (failure instanceof BillingDeniedException denied) {
			return response(failure, problem(denied), denied.getRetryAfter());
		}
		if (failure instanceof BillingConflictException conflict) {
			return response(failure, problem(conflict), null);
		}
		if (failure instanceof BillingUnavailableException) {
			return response(failure, unavailable("unavailable"), null);
		}
		log(failure);
		return response(failure, unavailable("misconfigured"), null);
	}

	private static ProblemDetail problem(BillingDeniedException denied) {
		DenialReason reason = denied.getReason();
		ProblemDetail problem = problem(statusOf(reason), reason.name(), titleOf(reason), detailOf(reason));
		problem.setProperty("reason", reason.name());
		problem.setProperty("feature", denied.getFeatureCode());
		problem.setProperty("hints", denied.getHints().stream().map(BillingProblems::asReceived).toList());
		return problem;
	}

	private static ProblemDetail problem(BillingConflictException conflict) {
		ConflictReason reason = conflict.getReason();
		ProblemDetail problem = problem(HttpStatus.CONFLICT, "key-" + reason.name(), "Conflicting idempotency key",
				detailOf(reason));
		problem.setProperty("reason", reason.name());
		problem.setProperty("feature", conflict.getFeatureCode());
		return problem;
	}

	private static String detailOf(ConflictReason reason) {
		return switch (reason) {
			case RUNNING -> "The operation under this idempotency key is still running.";
			case DONE -> "The operation under this idempotency key was done before.";
			case OTHER_ARGUMENTS -> "The idempotency key was used for a different operation.";
		};
	}

	private static ProblemDetail unavailable(String name) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, name, "Billing unavailable",
				"The request could not be authorized at this time.");
	}

	private static ProblemDetail problem(HttpStatus status, String name, String title, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(URI.create(TYPE_PREFIX + name.toLowerCase(Locale.ROOT).replace('_', '-')));
		problem.setTitle(title);
		return problem;
	}

	private static ErrorResponse response(RuntimeException failure, ProblemDetail problem,
			@Nullable Duration retryAfter) {
		ErrorResponse.Builder response = ErrorResponse.builder(failure, problem)
			.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		if (retryAfter != null) {
			response.header(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(retryAfter)));
		}
		return response.build();
	}

	private static long wholeSeconds(Duration duration) {
		return Math.max(0, duration.plusNanos(999_999_999).toSeconds());
	}

	private static HttpStatus statusOf(DenialReason reason) {
		return switch (reason) {
			case QUOTA, BALANCE, BUDGET, PAYMENT -> HttpStatus.PAYMENT_REQUIRED;
			case ENTITLEMENT, USER_DISABLED -> HttpStatus.FORBIDDEN;
			case RATE_LIMIT -> HttpStatus.TOO_MANY_REQUESTS;
		};
	}

	private static String titleOf(DenialReason reason) {
		return switch (reason) {
			case QUOTA -> "Quota used up";
			case BALANCE -> "Balance used up";
			case BUDGET -> "Budget used up";
			case ENTITLEMENT -> "Not included in the plan";
			case RATE_LIMIT -> "Too many requests";
			case USER_DISABLED -> "User disabled";
			case PAYMENT -> "Payment required";
		};
	}

	private static String detailOf(DenialReason reason) {
		return switch (reason) {
			case QUOTA -> "The quota for this feature is used up.";
			case BALANCE -> "The balance does not cover this feature.";
			case BUDGET -> "The budget does not cover this feature.";
			case ENTITLEMENT -> "The plan does not include this feature, or has no seat left for it.";
			case RATE_LIMIT -> "There were too many requests for this feature in a short time.";
			case USER_DISABLED -> "The user may not use this feature any more.";
			case PAYMENT -> "This feature requires payment.";
		};
	}

	private static Map<String, @Nullable Object> asReceived(Hint hint) {
		Map<String, @Nullable Object> received = new LinkedHashMap<>();
		received.put("type", hint.type());
		received.putAll(hint.attributes());
		return received;
	}

	private void log(RuntimeException failure) {
		String message = String.valueOf(failure.getMessage());
		if (this.logged.size() < MAX_LOGGED && this.logged.add(message)) {
			logger.error(message + " (logged once, further requests are answered 503 as well)");
		}
	}

}
