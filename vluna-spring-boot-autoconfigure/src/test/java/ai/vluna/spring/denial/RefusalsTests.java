package ai.vluna.spring.denial;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Refusals}.
 */
class RefusalsTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			402, SERVER.CONFIG, grant balance exhausted, BALANCE
			402, SERVER.CONFIG, quota limit exhausted, QUOTA
			402, BUDGET.EXHAUSTED, budget has no headroom after refill, BUDGET
			402, SERVER.CONFIG, something new, PAYMENT
			403, ENTITLEMENT.REQUIRED, required, ENTITLEMENT
			403, ENTITLEMENT.DENIED, denied, ENTITLEMENT
			403, SEAT.CAPACITY_EXCEEDED, no seat, ENTITLEMENT
			403, AUTH.BILLING_USER_DISABLED, disabled, USER_DISABLED
			422, RESOURCE.NOT_FOUND, budget not found or inactive, BUDGET
			429, LIMIT.RATE_EXCEEDED, rate limit exceeded, RATE_LIMIT
			""")
	void denialsBlameTheSubject(int status, String code, String reason, DenialReason expected) {
		BillingException refusal = Refusals.of("llm.chat", rejection(status, code, reason));
		assertThat(refusal).isInstanceOfSatisfying(BillingDeniedException.class,
				(denial) -> assertThat(denial.getReason()).isEqualTo(expected));
		assertThat(refusal).hasMessageContaining(reason).hasCauseInstanceOf(VlunaRejectedException.class);
		assertThat(refusal.getFeatureCode()).isEqualTo("llm.chat");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			302, -, Found, see the message
			400, VALIDATION.INVALID_INPUT, missing_realm, see the message
			401, AUTH.INVALID_SERVICE_SIGNATURE, Signature mismatch, vluna.service-key.secret
			401, AUTH.SERVICE_KEY_NOT_FOUND, not found, vluna.service-key.id
			401, AUTH.MISSING_RUNTIME_BINDINGS, missing, vluna.service-key.id
			403, AUTH.SERVICE_KEY_EXPIRED, expired, service key is active
			403, AUTH.SERVICE_KEY_REALM_FORBIDDEN, forbidden, vluna.realm-id
			403, AUTH.BILLING_ACCOUNT_MISMATCH, mismatch, AUTH.BILLING_ACCOUNT_MISMATCH
			403, AUTH.INSUFFICIENT_SCOPE, realm_inactive, vluna.realm-id
			403, -, Forbidden, vluna.realm-id
			404, AUTH.UNKNOWN_REALM, unknown realm, vluna.realm-id
			404, RESOURCE.NOT_FOUND, Cannot POST, vluna.base-url
			409, WRITE.INVALID_PAYLOAD, idempotency_conflict, another key
			413, SERVER.UNEXPECTED, Request body is too large, see the message
			422, RESOURCE.NOT_FOUND, feature not found, feature exists
			422, RESOURCE.NOT_FOUND, no active policy for feature, has a policy
			422, WRITE.INVALID_PAYLOAD, feature mismatch, feature exists
			431, -, Request Header Fields Too Large, see the message
			500, SERVER.CONFIG, no quota policy window configured for feature, see the message
			""")
	void everythingElseIsOurOwnMistake(int status, String code, String reason, String remedy) {
		assertThat(Refusals.of("llm.chat", rejection(status, code, reason)))
			.isInstanceOf(BillingConfigurationException.class)
			.hasMessageContaining("'llm.chat'")
			.hasMessageContaining(reason)
			.hasMessageContaining(remedy)
			.hasCauseInstanceOf(VlunaRejectedException.class);
	}

	@ParameterizedTest
	@CsvSource({ "35, 35", "0, 1", "-3, 1", "1.2, 2" })
	void theWaitIsInWholeSecondsAndNeverNothing(double seconds, long expected) {
		VlunaRejectedException rejection = rejection(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded",
				new Hint("rate.limit", Map.of("seconds", seconds)));
		assertThat(Refusals.waitOf(rejection)).isEqualTo(Duration.ofSeconds(expected));
		assertThat(Refusals.of("llm.chat", rejection)).isInstanceOfSatisfying(BillingDeniedException.class,
				(denial) -> assertThat(denial.getRetryAfter()).isEqualTo(Duration.ofSeconds(expected)));
	}

	@Test
	void withoutANumberThereIsNoWait() {
		assertThat(Refusals.waitOf(rejection(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded"))).isNull();
		assertThat(Refusals.waitOf(rejection(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded",
				new Hint("rate.limit", Map.of("seconds", "soon")))))
			.isNull();
		assertThat(Refusals.waitOf(
				rejection(402, "SERVER.CONFIG", "quota limit exhausted", new Hint("rate.limit", Map.of("seconds", 5)))))
			.isNull();
	}

	@Test
	void aDenialCarriesItsHints() {
		Hint hint = new Hint("budget.shortfall", Map.of("shortfall_xusd", 4));
		assertThat(Refusals.of("llm.chat", rejection(402, "BUDGET.EXHAUSTED", "no headroom", hint)))
			.isInstanceOfSatisfying(BillingDeniedException.class,
					(denial) -> assertThat(denial.getHints()).containsExactly(hint));
	}

	@Test
	void aDenialCarriesTheWordsOfTheGate() {
		assertThat(Refusals.of("llm.chat", rejection(402, "SERVER.CONFIG", "grant balance exhausted")))
			.isInstanceOfSatisfying(BillingDeniedException.class,
					(denial) -> assertThat(denial.getDetail()).isEqualTo("grant balance exhausted"));
	}

	@ParameterizedTest
	@CsvSource({ "budget.shortfall, BUDGET", "funding.xusd_shortfall, BALANCE", "quota.remaining, PAYMENT" })
	void hintsAreEvidenceWhereTheWordsAreNew(String hint, DenialReason expected) {
		assertThat(Refusals.of("llm.chat", rejection(402, "SERVER.CONFIG", "something new", new Hint(hint, Map.of()))))
			.isInstanceOfSatisfying(BillingDeniedException.class,
					(denial) -> assertThat(denial.getReason()).isEqualTo(expected));
	}

	private static VlunaRejectedException rejection(int status, String code, String reason, Hint... hints) {
		return new VlunaRejectedException("POST http://gate", "r-1", status, code, reason, List.of(hints));
	}

}
