package ai.vluna.spring.web;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.denial.BillingConflictException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.denial.ConflictReason;
import ai.vluna.spring.denial.DenialReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Exceptions;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link BillingProblems}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BillingProblemsTests {

	private final BillingProblems problems = new BillingProblems();

	@ParameterizedTest
	@CsvSource({ "QUOTA, 402, quota", "BALANCE, 402, balance", "BUDGET, 402, budget", "PAYMENT, 402, payment",
			"ENTITLEMENT, 403, entitlement", "USER_DISABLED, 403, user-disabled", "RATE_LIMIT, 429, rate-limit" })
	void everyReasonHasAStatusAndAType(DenialReason reason, int status, String type) {
		ErrorResponse answer = this.problems.describe(denied(reason, null));
		assertThat(answer.getStatusCode().value()).isEqualTo(status);
		assertThat(answer.getBody().getStatus()).isEqualTo(status);
		assertThat(answer.getBody().getType()).isEqualTo(URI.create("urn:vluna:problem:" + type));
		assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(answer.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER)).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void everyReasonHasWordsForTheUser(DenialReason reason) {
		ProblemDetail problem = this.problems.describe(denied(reason, null)).getBody();
		assertThat(problem.getTitle()).isNotBlank();
		assertThat(problem.getDetail()).isNotBlank().doesNotContain("SERVER.CONFIG");
	}

	@Test
	void aDenialTellsReasonFeatureAndTheHintsAsReceived() {
		ProblemDetail problem = this.problems.describe(denied(DenialReason.QUOTA, null)).getBody();
		assertThat(problem.getProperties()).containsOnly(entry("reason", "QUOTA"), entry("feature", "llm.chat"),
				entry("hints", List.of(Map.of("type", "quota.remaining", "max_quantity_minor", 0))));
	}

	@ParameterizedTest
	@CsvSource({ "RUNNING, key-running", "DONE, key-done", "OTHER_ARGUMENTS, key-other-arguments" })
	void aConflictOfKeysTellsItsReason(ConflictReason reason, String type) {
		ErrorResponse answer = this.problems.describe(new BillingConflictException("llm.chat", reason));
		assertThat(answer.getStatusCode().value()).isEqualTo(409);
		ProblemDetail problem = answer.getBody();
		assertThat(problem.getType()).isEqualTo(URI.create("urn:vluna:problem:" + type));
		assertThat(problem.getTitle()).isNotBlank();
		assertThat(problem.getDetail()).contains("idempotency key");
		assertThat(problem.getProperties()).containsOnly(entry("reason", reason.name()), entry("feature", "llm.chat"));
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0", "PT0.001S, 1", "PT1S, 1", "PT1.2S, 2", "PT1H, 3600", "PT-1S, 0" })
	void theWaitIsInWholeSecondsRoundedUp(Duration wait, String expected) {
		ErrorResponse answer = this.problems.describe(denied(DenialReason.RATE_LIMIT, wait));
		assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("operatorsProblems")
	void whatOperatorsMustMendIsAnUnavailabilityWithoutDetails(RuntimeException failure, String type) {
		ErrorResponse answer = this.problems.describe(failure);
		assertThat(answer.getStatusCode().value()).isEqualTo(503);
		ProblemDetail problem = answer.getBody();
		assertThat(problem.getType()).isEqualTo(URI.create("urn:vluna:problem:" + type));
		assertThat(problem.getProperties()).isNull();
		assertThat(problem.getTitle() + problem.getDetail()).doesNotContain("vluna.", "secret-detail");
	}

	static List<Object[]> operatorsProblems() {
		return List.of(
				new Object[] { new BillingUnavailableException("llm.chat", "secret-detail", null), "unavailable" },
				new Object[] { new BillingConfigurationException("llm.chat", "secret-detail", null), "misconfigured" },
				new Object[] { new MissingBillingSubjectException(BillingIdentity.UNKNOWN), "misconfigured" });
	}

	@Test
	void aMistakeInTheSetupIsLoggedOnce(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.problems.describe(new BillingConfigurationException("llm.chat", "unknown realm", null));
		}
		assertThat(output).containsOnlyOnce("unknown realm");
	}

	@Test
	void findsWhatThreadsAndReactiveChainsWrapped() {
		BillingDeniedException denied = denied(DenialReason.QUOTA, null);
		assertThat(BillingProblems.find(denied)).isSameAs(denied);
		assertThat(BillingProblems.find(new CompletionException(new ExecutionException(denied)))).isSameAs(denied);
		assertThat(BillingProblems.find(Exceptions.retryExhausted("3/3", denied))).isSameAs(denied);
		assertThat(BillingProblems.find(Exceptions.propagate(new ExecutionException(denied)))).isSameAs(denied);
	}

	@Test
	void leavesTheApplicationItsOwnExceptions() {
		BillingDeniedException denied = denied(DenialReason.QUOTA, null);
		assertThat(BillingProblems.find(new IllegalStateException("Order failed", denied))).isNull();
		assertThat(BillingProblems.find(new CompletionException("No cause", null))).isNull();
		assertThat(BillingProblems.find(new Error())).isNull();
	}

	private static BillingDeniedException denied(DenialReason reason, @Nullable Duration retryAfter) {
		return new BillingDeniedException("llm.chat", reason, "SERVER.CONFIG",
				List.of(new Hint("quota.remaining", Map.of("max_quantity_minor", 0))), retryAfter, null);
	}

}
