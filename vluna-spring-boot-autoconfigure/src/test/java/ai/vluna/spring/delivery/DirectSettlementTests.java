package ai.vluna.spring.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.context.SubjectResolution;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.BillingTemplateBuilder;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.GateSettings;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.MovableClock;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.RecordingListener;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.gate.WaiverBounds;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DirectSettlement}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DirectSettlementTests {

	private static final Hint CANCELED = FakeGate.hint("lease.closed_at_commit", "state", "canceled");

	private static final Hint CLOSED = FakeGate.hint("lease.closed_at_commit", "state", "closed");

	private static final Hint EXPIRED = FakeGate.hint("lease.expired", "exceeded_grace", true);

	private static final DirectSettings SETTINGS = new DirectSettings(Duration.ofSeconds(2), 2, Duration.ofMinutes(1),
			Duration.ofSeconds(1), Duration.ofSeconds(10));

	private final FakeGate gate = new FakeGate();

	private final RecordingListener listener = new RecordingListener();

	private final MovableClock clock = new MovableClock();

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final DirectSettlement settlement = new DirectSettlement(this.gate, SETTINGS, this.listener, this.clock,
			this.timer);

	private final BillingTemplate template = new BillingTemplateBuilder(this.gate,
			new GateSettings("realm-default", null, OperationPolicy.DEFAULT, Duration.ZERO, WaiverBounds.NONE),
			this.settlement)
		.subjects(new SubjectResolution(List.of()))
		.usageExtractor((value) -> (Usage) value)
		.listener(this.listener)
		.build();

	@Test
	void aConfirmedChargeIsCommitted() {
		charge(Usage.of(42));
		assertThat(this.listener.settledOf(lease()))
			.containsExactly(new RecordingListener.Settled(SettlementResult.COMMITTED, Usage.of(42)));
		assertThat(this.settlement.pending()).isZero();
	}

	@Test
	void meterLinesOfZeroAreNotSent() {
		charge(Usage.of(42).withMeter("in", 30).withMeter("cached", 0).withMeter("out", 12));
		assertThat(this.gate.commit().onlySent().body())
			.contains("\"meters\":[{\"meter_code\":\"in\",\"quantity_minor\":\"30\"},"
					+ "{\"meter_code\":\"out\",\"quantity_minor\":\"12\"}]");
	}

	@Test
	void anUnconfirmedChargeIsRepeatedUntilItIsCommittedOnce() {
		this.gate.commit().thenNotAnswer(3);
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED);
		assertThat(this.settlement.pending()).isOne();
		this.timer.advanceTimeBy(Duration.ofSeconds(30));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.COMMITTED);
		assertThat(this.settlement.pending()).isZero();
		List<FakeGate.Sent> commits = this.gate.commit().sent();
		assertThat(commits).hasSize(4).containsOnly(commits.get(0));
		assertThat(this.gate.cancel().sent()).isEmpty();
		this.timer.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.gate.commit().sent()).hasSize(4);
		this.listener.verifyAllSettled();
	}

	@Test
	void repetitionsComeSlowerAndSlower() {
		this.gate.commit().thenNotAnswer(100);
		charge(Usage.of(42));
		this.timer.advanceTimeBy(Duration.ofMillis(499));
		assertThat(this.gate.commit().sent()).hasSize(1);
		this.timer.advanceTimeBy(Duration.ofMillis(501));
		assertThat(this.gate.commit().sent()).hasSize(2);
		this.timer.advanceTimeBy(Duration.ofSeconds(59));
		assertThat(this.gate.commit().sent()).hasSizeBetween(8, 16);
	}

	@Test
	void theWaitThatTheGateNamesIsKept() {
		this.gate.commit()
			.thenReject(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded", FakeGate.hint("rate.limit", "seconds", 30))
			.thenSucceed();
		charge(Usage.of(42));
		this.timer.advanceTimeBy(Duration.ofMillis(29_999));
		assertThat(this.gate.commit().sent()).hasSize(1);
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.COMMITTED);
	}

	@Test
	void aChargeThatStaysUnconfirmedIsGivenUp(CapturedOutput output) {
		this.gate.commit().thenNotAnswer(100);
		charge(Usage.of(42));
		this.timer.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.DEAD);
		assertThat(this.settlement.pending()).isZero();
		assertThat(output).containsOnlyOnce("cannot be charged")
			.contains("'llm.chat' by acme/alice")
			.contains("quantityMinor=42")
			.doesNotContain("lease.1");
		int sent = this.gate.commit().sent().size();
		this.timer.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.gate.commit().sent()).hasSize(sent);
	}

	@Test
	void aChargeIsNeverGivenUpWhileTheGateIsNotAsked() {
		this.gate.commit().thenHoldBack(20);
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED);
		this.timer.advanceTimeBy(Duration.ofMinutes(10));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.COMMITTED);
		assertThat(this.listener.outcomes()).containsExactly(CommitOutcome.CHARGED);
	}

	@Test
	void aChargeIsGivenUpWhenTheGateDoesNotAnswerAfterItWasNotAsked() {
		this.gate.commit().thenHoldBack(20).thenNotAnswer(1);
		charge(Usage.of(42));
		this.timer.advanceTimeBy(Duration.ofMinutes(10));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.DEAD);
		assertThat(this.listener.outcomes()).containsExactly(CommitOutcome.UNKNOWN);
		assertThat(this.settlement.pending()).isZero();
	}

	@Test
	void noMoreChargesAreKeptThanThereIsRoomFor() {
		this.gate.commit().thenNotAnswer(3);
		charge(Usage.of(1));
		charge(Usage.of(2));
		charge(Usage.of(3));
		assertThat(this.settlement.pending()).isEqualTo(2);
		assertThat(this.listener.settledOf(this.listener.admitted().get(2)))
			.extracting(RecordingListener.Settled::result)
			.containsExactly(SettlementResult.DEAD);
		this.timer.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.settlement.pending()).isZero();
		this.listener.verifyAllSettled();
	}

	@Test
	void aChargeThatCannotBeRepeatedIsGivenUpAndTakesNoRoom() {
		this.gate.commit().thenNotAnswer(1);
		this.timer.dispose();
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.DEAD);
		assertThat(this.settlement.pending()).isZero();
	}

	@Test
	void anOutageOfTheKeyOrTheRealmIsWaitedFor() {
		this.gate.commit()
			.thenReject(401, "AUTH.INVALID_SERVICE_SIGNATURE", "Signature mismatch")
			.thenReject(403, "AUTH.SERVICE_KEY_EXPIRED", "expired")
			.thenReject(404, "AUTH.UNKNOWN_REALM", "unknown realm")
			.thenReject(415, "SERVER.UNEXPECTED", "Unsupported Media Type");
		charge(Usage.of(42));
		this.timer.advanceTimeBy(Duration.ofSeconds(50));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.COMMITTED);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			403, ENTITLEMENT.DENIED, denied
			403, AUTH.BILLING_USER_DISABLED, disabled
			413, SERVER.UNEXPECTED, Request body is too large
			422, RESOURCE.NOT_FOUND, feature inactive
			500, SERVER.CONFIG, value exceeds numeric range
			""")
	void aChargeThatIsRefusedForGoodIsDead(int status, String code, String reason, CapturedOutput output) {
		this.gate.commit().thenReject(status, code, reason);
		charge(Usage.of(42).withMeter("in", 30));
		this.timer.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.listener.results()).containsExactly(SettlementResult.DEAD);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(output).containsOnlyOnce("cannot be charged")
			.contains(reason)
			.contains("meterCode=in, quantityMinor=30")
			.doesNotContain("lease.1");
	}

	@Test
	void aConflictIsADuplicate(CapturedOutput output) {
		this.gate.commit().thenReject(409, "WRITE.INVALID_PAYLOAD", "idempotency_conflict");
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.DUPLICATE);
		assertThat(this.listener.outcomes()).containsExactly(CommitOutcome.DUPLICATE);
		assertThat(output).doesNotContain("cannot be charged");
	}

	@Test
	void aClosedLeaseIsADuplicateWhateverElseIsHinted() {
		this.gate.commit().thenSucceed(EXPIRED, new Hint("pricing.not_configured", Map.of()), CLOSED);
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.DUPLICATE);
		assertThat(this.gate.ingest().sent()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "feature.meter_not_allowed, METER_NOT_ALLOWED, add them to the feature",
			"pricing.not_configured, UNPRICED, set one in Vluna" })
	void aQuarantineThatAnOperatorMustMendIsDead(String hint, CommitOutcome outcome, String remedy,
			CapturedOutput output) {
		this.gate.commit().thenSucceed(new Hint(hint, Map.of()));
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.DEAD);
		assertThat(this.listener.outcomes()).containsExactly(outcome);
		assertThat(output).containsOnlyOnce("cannot be charged").contains(remedy);
		assertThat(this.gate.ingest().sent()).isEmpty();
	}

	@Test
	void usageOfALeaseThatWasCancelledIsBookedWithoutIt() {
		this.gate.commit().thenSucceed(CANCELED);
		charge(Usage.of(42).withMeter("in", 30));
		verifyBooked();
		assertThat(this.listener.outcomes()).containsExactly(CommitOutcome.LEASE_CANCELED, CommitOutcome.CHARGED);
	}

	@Test
	void usageIsBookedAsOfTheEndOfTheWorkHoweverLateItIs() {
		this.gate.commit().thenNotAnswer(2).thenSucceed(EXPIRED);
		charge(Usage.of(42).withMeter("in", 30));
		this.clock.advance(Duration.ofSeconds(50));
		this.timer.advanceTimeBy(Duration.ofSeconds(50));
		assertThat(this.gate.ingest().onlySent().request(IngestRequest.class).occurredAt())
			.isEqualTo(Gating.NOW.toString());
		assertThat(this.listener.outcomes()).containsExactly(CommitOutcome.UNKNOWN, CommitOutcome.UNKNOWN,
				CommitOutcome.LEASE_EXPIRED, CommitOutcome.CHARGED);
	}

	@Test
	void usageOfALeaseThatExpiredIsBookedWithoutIt() {
		this.gate.commit().thenSucceed(EXPIRED);
		charge(Usage.of(42).withMeter("in", 30));
		verifyBooked();
	}

	@Test
	void aCommitWithinTheGraceIsCharged() {
		this.gate.commit().thenSucceed(FakeGate.hint("lease.expired", "exceeded_grace", false));
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void otherAndUnknownHintsChangeNothing() {
		this.gate.commit().thenSucceed(new Hint("quota.remaining", Map.of()), new Hint("brand.new", Map.of()));
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.COMMITTED);
	}

	@Test
	void aBookingIsRepeatedUnderItsOwnKeyAndNeverTheCommitAgain() {
		this.gate.commit().thenNotAnswer(1).thenSucceed(EXPIRED);
		this.gate.ingest().thenNotAnswer(2);
		charge(Usage.of(42));
		this.timer.advanceTimeBy(Duration.ofSeconds(50));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.INGESTED);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits", "commits", "ingest", "ingest", "ingest");
		List<FakeGate.Sent> bookings = this.gate.ingest().sent();
		assertThat(bookings).containsOnly(bookings.get(0));
	}

	@Test
	void aBookingIsNeverBookedAgain() {
		this.gate.commit().thenSucceed(EXPIRED);
		this.gate.ingest().thenSucceed(EXPIRED);
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.DEAD);
		assertThat(this.gate.paths()).containsExactly("authorize", "commits", "ingest");
	}

	@Test
	void aBookingWithoutAPriceIsDead() {
		this.gate.commit().thenSucceed(EXPIRED);
		CommitResult.Line unpriced = new CommitResult.Line("llm.chat", "42", "0", "0",
				new CommitResult.PricingSnapshot(new CommitResult.Provenance("missing")));
		this.gate.ingest().thenAnswer(new CommitResult("c-1", "0", "0", null, List.of(unpriced)));
		charge(Usage.of(42));
		assertThat(this.listener.results()).containsExactly(SettlementResult.DEAD);
	}

	@Test
	void anAnswerWithoutContentIsNoConfirmation() {
		this.gate.commit().then(Mono.empty());
		charge(Usage.of(42));
		this.timer.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.COMMITTED);
	}

	@Test
	void anUnforeseenFailureLeavesTheFateUnknown() {
		this.gate.commit().thenFail(new IllegalStateException("pool closed"));
		charge(Usage.of(42));
		this.timer.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.COMMITTED);
	}

	@Test
	void aChargeOnItsWayIsConfirmedAfterTheCallerWentOn() {
		FakeGate.Held<?> answer = this.gate.commit().thenHold();
		CompletableFuture<Usage> result = start(Usage.of(42));
		assertThat(result).isNotDone();
		this.timer.advanceTimeBy(Duration.ofSeconds(2));
		assertThat(result).succeedsWithin(Duration.ofSeconds(5));
		assertThat(this.listener.results()).isEmpty();
		answer.fail(FakeGate.noAnswer());
		this.timer.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.listener.results()).containsExactly(SettlementResult.UNCONFIRMED, SettlementResult.COMMITTED);
	}

	@Test
	void closingReportsEveryChargeThatIsLostOnce(CapturedOutput output) {
		this.gate.commit().thenNotAnswer(1);
		charge(Usage.of(1));
		FakeGate.Held<?> answer = this.gate.commit().thenHold();
		start(Usage.of(2));
		this.settlement.close();
		this.settlement.close();
		answer.fail(FakeGate.noAnswer());
		this.timer.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.gate.commit().sent()).hasSize(2);
		assertThat(output.getAll().split("not confirmed when the application stopped")).hasSize(3);
		assertThat(this.settlement.pending()).isZero();
		this.listener.verifyAllSettled();
	}

	@Test
	void afterClosingAChargeIsSentOnceMoreAndNotKept() {
		this.settlement.close();
		this.gate.commit().thenNotAnswer(1);
		charge(Usage.of(42));
		charge(Usage.of(43));
		assertThat(this.listener.admitted()).flatExtracting(this.listener::settledOf)
			.extracting(RecordingListener.Settled::result)
			.containsExactly(SettlementResult.DEAD, SettlementResult.COMMITTED);
		assertThat(this.settlement.pending()).isZero();
	}

	@Test
	void aReleaseThatFailsIsNotRepeated(CapturedOutput output) {
		this.gate.cancel().thenNotAnswer(1);
		charge(Usage.of(0));
		this.timer.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.gate.paths()).containsExactly("authorize", "cancel");
		assertThat(this.listener.results()).containsExactly(SettlementResult.CANCELLED);
		assertThat(output).doesNotContain("ERROR").doesNotContain("WARN");
	}

	@Test
	void settingsThatMakeNoSenseAreRefused() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DirectSettings(Duration.ZERO, 1, second, second, second));
		assertThatIllegalArgumentException().isThrownBy(() -> new DirectSettings(second, -1, second, second, second));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DirectSettings(second, 1, second, Duration.ZERO, second));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DirectSettings(second, 1, second, second, Duration.ofMillis(1)));
	}

	private void verifyBooked() {
		assertThat(this.listener.results()).containsExactly(SettlementResult.INGESTED);
		FakeGate.Sent commit = this.gate.commit().onlySent();
		FakeGate.Sent ingest = this.gate.ingest().onlySent();
		assertThat(ingest.key()).isEqualTo("ingest-" + commit.key().substring("commit-".length()));
		IngestRequest request = ingest.request(IngestRequest.class);
		assertThat(request.occurredAt()).isEqualTo("2026-03-01T12:00:00Z");
		assertThat(request.quantityMinor()).isEqualTo("42");
		assertThat(request.meters()).hasSize(1);
		assertThat(request.labels()).containsEntry("team", "a");
		assertThat(ingest.context().principalId()).isEqualTo("acme");
	}

	private void charge(Usage usage) {
		assertThat(start(usage)).isCompletedWithValue(usage);
	}

	private CompletableFuture<Usage> start(Usage usage) {
		Operation operation = Gating.describe().labels(Map.of("team", "a")).build();
		return this.template.executeAsync(operation, () -> CompletableFuture.completedFuture(usage));
	}

	private Lease lease() {
		return this.listener.admitted().get(0);
	}

}
