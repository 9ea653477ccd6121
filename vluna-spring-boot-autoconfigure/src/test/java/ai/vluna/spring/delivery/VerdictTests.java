package ai.vluna.spring.delivery;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.FakeGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Verdict}.
 */
class VerdictTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			400, VALIDATION.INVALID_INPUT, missing_realm, UNKNOWN
			401, AUTH.UNAUTHORIZED, invalid_token, UNKNOWN
			402, SERVER.CONFIG, grant balance exhausted, UNKNOWN
			403, ENTITLEMENT.REQUIRED, required, DEAD
			403, ENTITLEMENT.DENIED, denied, DEAD
			403, SEAT.CAPACITY_EXCEEDED, billing account seat capacity exceeded, DEAD
			403, AUTH.BILLING_USER_DISABLED, disabled, DEAD
			403, AUTH.BILLING_ACCOUNT_MISMATCH, mismatch, DEAD
			403, AUTH.BILLING_USER_MISMATCH, mismatch, DEAD
			403, AUTH.SERVICE_KEY_DISABLED, disabled, UNKNOWN
			403, AUTH.SERVICE_KEY_REALM_FORBIDDEN, forbidden, UNKNOWN
			403, AUTH.INSUFFICIENT_SCOPE, realm_inactive, UNKNOWN
			403, -, Forbidden, UNKNOWN
			404, AUTH.UNKNOWN_REALM, unknown, UNKNOWN
			404, -, Not Found, UNKNOWN
			409, WRITE.INVALID_PAYLOAD, idempotency_conflict, DUPLICATE
			409, WRITE.INVALID_PAYLOAD, idempotency conflict, DUPLICATE
			409, -, Conflict, UNKNOWN
			413, SERVER.UNEXPECTED, Request body is too large, DEAD
			413, -, Content Too Large, UNKNOWN
			415, SERVER.UNEXPECTED, Unsupported Media Type, UNKNOWN
			422, RESOURCE.NOT_FOUND, feature inactive, DEAD
			422, WRITE.INVALID_PAYLOAD, feature mismatch for lease, DEAD
			422, -, Unprocessable Content, UNKNOWN
			429, LIMIT.RATE_EXCEEDED, rate limit exceeded, UNKNOWN
			431, -, Request Header Fields Too Large, UNKNOWN
			500, SERVER.CONFIG, value exceeds numeric range, DEAD
			500, SERVER.CONFIG, idempotency envelope missing, UNKNOWN
			""")
	void judgesRefusals(int status, String code, String reason, Verdict.Fate fate) {
		assertThat(Verdict.of(FakeGate.rejection(status, code, reason)).fate()).isEqualTo(fate);
	}

	@Test
	void silenceLeavesTheFateUnknown() {
		assertThat(Verdict.of(FakeGate.noAnswer()).fate()).isEqualTo(Verdict.Fate.UNKNOWN);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			closed, DUPLICATE
			canceled, BOOK
			revoked, DEAD
			-, DEAD
			""")
	void aLeaseThatWasNotOpenIsJudgedByItsState(String state, Verdict.Fate fate) {
		Hint hint = (state != null) ? FakeGate.hint("lease.closed_at_commit", "state", state)
				: new Hint("lease.closed_at_commit", Map.of());
		assertThat(Verdict.of(success(hint)).fate()).isEqualTo(fate);
	}

	@Test
	void aSuccessWithoutHintsIsCharged() {
		assertThat(Verdict.of(success()).fate()).isEqualTo(Verdict.Fate.CHARGED);
	}

	@Test
	void aQuarantineForAnOperatorIsToldWithItsRemedy() {
		Hint meters = FakeGate.hint("feature.meter_not_allowed", "meters", List.of("in"));
		assertThat(Verdict.of(success(meters))).satisfies((verdict) -> {
			assertThat(verdict.outcome()).isEqualTo(CommitOutcome.METER_NOT_ALLOWED);
			assertThat(verdict.detail()).contains("[in]").contains("add them to the feature").contains("by ingest");
		});
		Hint unpriced = FakeGate.hint("pricing.not_configured", "meters", List.of("llm.chat"));
		assertThat(Verdict.of(success(unpriced))).satisfies((verdict) -> {
			assertThat(verdict.outcome()).isEqualTo(CommitOutcome.UNPRICED);
			assertThat(verdict.detail()).contains("[llm.chat]").contains("set one in Vluna").contains("by ingest");
		});
	}

	@Test
	void aLineWithoutAPriceIsUnpricedAlthoughNoHintSaysSo() {
		CommitResult.Line line = new CommitResult.Line("llm.chat", "42", "0", "0",
				new CommitResult.PricingSnapshot(new CommitResult.Provenance("missing")));
		Verdict verdict = Verdict
			.of(new VlunaResponse<>(new CommitResult("c-1", "0", "0", null, List.of(line)), List.of(), "r-1"));
		assertThat(verdict.outcome()).isEqualTo(CommitOutcome.UNPRICED);
		assertThat(verdict.detail()).contains("'llm.chat'");
	}

	@Test
	void aRefusalForGoodIsToldWithItsRemedy() {
		Verdict verdict = Verdict.of(FakeGate.rejection(403, "ENTITLEMENT.DENIED", "denied"));
		assertThat(verdict.outcome()).isEqualTo(CommitOutcome.REFUSED);
		assertThat(verdict.detail()).contains("denied").contains("by ingest");
	}

	private static VlunaResponse<CommitResult> success(Hint... hints) {
		return new VlunaResponse<>(new CommitResult("c-1", "0", "0", null, List.of()), List.of(hints), "r-1");
	}

}
