package ai.vluna.spring.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.DeadSettlement.Cause;
import ai.vluna.spring.delivery.store.Delivery;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.hint.BillingHints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GateSender} and {@link GateValve}.
 */
@ExtendWith(OutputCaptureExtension.class)
class GateSenderTests {

	private static final SenderSettings SETTINGS = new SenderSettings(3,
			new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8)), Duration.ofSeconds(30), Duration.ofSeconds(15));

	private final FakeGate gate = new FakeGate();

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final List<Object> told = new ArrayList<>();

	private final List<PendingSettlement> hinted = new ArrayList<>();

	private final GateSender sender = new GateSender(this.gate, Settlements.TARGET, SETTINGS,
			List.of(new BrokenListener(), new Listener()), Clock.fixed(Gating.NOW, ZoneOffset.UTC), this.timer);

	@Test
	void theStoredBytesAreSentUnderTheStoredKey() {
		PendingSettlement settlement = Settlements.commit("1");
		assertThat(send(settlement)).isEqualTo(new Delivery.Delivered());
		FakeGate.Sent sent = this.gate.commit().onlySent();
		assertThat(sent.body()).isEqualTo(settlement.body());
		assertThat(sent.key()).isEqualTo("commit-1");
		assertThat(sent.context().principalId()).isEqualTo("acme");
		assertThat(sent.context().userId()).isEqualTo("alice");
		assertThat(sent.context().requestId()).isEqualTo(settlement.requestId());
		assertThat(this.told).containsExactly(CommitOutcome.CHARGED, SettlementResult.COMMITTED);
	}

	@Test
	void aBookingIsSentAsSuch() {
		PendingSettlement booking = Settlements.ingest(Settlements.commit("1"));
		assertThat(send(booking)).isEqualTo(new Delivery.Delivered());
		assertThat(this.gate.ingest().onlySent().body()).isEqualTo(booking.body());
		assertThat(this.told).containsExactly(CommitOutcome.CHARGED, SettlementResult.INGESTED);
	}

	@Test
	void whatWasChargedBeforeIsOver() {
		this.gate.commit()
			.thenSucceed(FakeGate.hint("lease.closed_at_commit", "state", "closed"))
			.thenReject(409, "WRITE.INVALID_PAYLOAD", "idempotency conflict");
		assertThat(send(Settlements.commit("1"))).isEqualTo(new Delivery.Delivered());
		assertThat(send(Settlements.commit("2"))).isEqualTo(new Delivery.Delivered());
		assertThat(this.told).filteredOn(SettlementResult.class::isInstance)
			.containsExactly(SettlementResult.DUPLICATE, SettlementResult.DUPLICATE);
	}

	@Test
	void hintsAreToldBeforeWhatFollowsFromThem() {
		this.gate.commit()
			.thenSucceed(FakeGate.hint("quota.remaining", "remaining", 1))
			.thenReject(403, "ENTITLEMENT.DENIED", "no", FakeGate.hint("quota.remaining", "remaining", 0));
		send(Settlements.commit("1"));
		send(Settlements.commit("2"));
		assertThat(this.hinted).extracting(PendingSettlement::id).containsExactly("1", "2");
	}

	@Test
	void whatWasHeldBackWasNotAnswered() {
		this.gate.commit().thenHoldBack(1);
		send(Settlements.commit("1"));
		assertThat(this.told).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "lease.closed_at_commit, state, canceled", "lease.expired, exceeded_grace, true" })
	void aCommitOnALeaseThatIsGoneBecomesABooking(String type, String name, String value) {
		this.gate.commit().thenSucceed(FakeGate.hint(type, name, value.equals("true") ? (Object) Boolean.TRUE : value));
		PendingSettlement settlement = Settlements.commit("1");
		assertThat(send(settlement)).isInstanceOfSatisfying(Delivery.Instead.class, (instead) -> {
			PendingSettlement booking = instead.settlement();
			assertThat(booking.kind()).isEqualTo(Kind.INGEST);
			assertThat(booking.id()).isEqualTo("1");
			assertThat(booking.idempotencyKey()).isEqualTo("ingest-1");
			assertThat(booking.body()).contains("\"feature_code\":\"llm.chat\"")
				.contains("\"quantity_minor\":\"42\"")
				.contains("\"occurred_at\":\"2026-01-02T03:04:05Z\"")
				.doesNotContain("lease");
		});
		assertThat(this.gate.ingest().sent()).isEmpty();
	}

	@Test
	void theBookingHasLinesLabelsAndBudgetOfTheCommit() {
		this.gate.commit().thenSucceed(FakeGate.hint("lease.expired", "exceeded_grace", true));
		PendingSettlement plain = Settlements.commit("1");
		PendingSettlement rich = new PendingSettlement(1, "1", Kind.COMMIT, plain.baseUrl(), plain.realmId(), "acme",
				"alice", null, "commit-1", null, "llm.chat", 42, "0190a1b2-0000-7000-8000-000000000001",
				"2026-01-02T03:04:05Z",
				"{\"lease_token\":\"lease.1\",\"feature_code\":\"llm.chat\",\"quantity_minor\":\"42\","
						+ "\"meters\":[{\"meter_code\":\"in\",\"quantity_minor\":\"30\"}],\"labels\":{\"team\":\"a\"}}");
		Delivery.Instead instead = (Delivery.Instead) send(rich);
		assertThat(instead.settlement().body())
			.contains("\"meters\":[{\"meter_code\":\"in\",\"quantity_minor\":\"30\"}]")
			.contains("\"labels\":{\"team\":\"a\"}")
			.contains("\"budget_id\":\"0190a1b2-0000-7000-8000-000000000001\"");
	}

	@Test
	void aBookingIsNeverBookedAgain() {
		this.gate.ingest().thenSucceed(FakeGate.hint("lease.expired", "exceeded_grace", true));
		assertThat(causeOf(send(Settlements.ingest(Settlements.commit("1"))))).isEqualTo(Cause.QUARANTINED);
	}

	@ParameterizedTest
	@CsvSource({ "403, ENTITLEMENT.DENIED, denied", "403, AUTH.BILLING_USER_DISABLED, disabled",
			"413, SERVER.UNEXPECTED, too large", "422, RESOURCE.NOT_FOUND, lease not found",
			"500, SERVER.CONFIG, value exceeds numeric range" })
	void aRefusalOfThisVerySettlementIsDead(int status, String code, String reason) {
		this.gate.commit().thenReject(status, code, reason);
		assertThat(send(Settlements.commit("1"))).isInstanceOfSatisfying(Delivery.Dead.class, (dead) -> {
			assertThat(dead.settlement().cause()).isEqualTo(Cause.REFUSED);
			assertThat(dead.settlement().detail()).contains(reason);
			assertThat(dead.settlement().diedAt()).isEqualTo(Gating.NOW.toString());
			assertThat(this.told).contains(dead.settlement());
		});
		assertThat(this.sender.rest()).isZero();
	}

	@Test
	void quarantinesThatAnOperatorMustMendAreDead() {
		this.gate.commit()
			.thenSucceed(new Hint("feature.meter_not_allowed", Map.of()))
			.thenSucceed(new Hint("pricing.not_configured", Map.of()));
		this.gate.ingest()
			.thenAnswer(new CommitResult("c-1", "0", "0", null, List.of(new CommitResult.Line("llm.chat", "42", "0",
					"0", new CommitResult.PricingSnapshot(new CommitResult.Provenance("missing"))))));
		assertThat(causeOf(send(Settlements.commit("1")))).isEqualTo(Cause.QUARANTINED);
		assertThat(causeOf(send(Settlements.commit("2")))).isEqualTo(Cause.UNPRICED);
		assertThat(causeOf(send(Settlements.ingest(Settlements.commit("3"))))).isEqualTo(Cause.UNPRICED);
	}

	@Test
	void whatWasNotAnsweredIsSentAgain() {
		this.gate.commit().thenNotAnswer(1);
		assertThat(send(Settlements.commit("1"))).isInstanceOf(Delivery.Again.class);
		assertThat(this.told).containsExactly(CommitOutcome.UNKNOWN);
		assertThat(this.sender.rest()).isZero();
	}

	@Test
	void theGatesWaitIsPassedOn() {
		this.gate.commit()
			.thenReject(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded", FakeGate.hint("rate.limit", "seconds", 7));
		assertThat(send(Settlements.commit("1"))).isInstanceOfSatisfying(Delivery.Again.class,
				(again) -> assertThat(again.atLeast()).isEqualTo(Duration.ofSeconds(7)));
	}

	@Test
	void aGateThatDoesNotAnswerIsLeftAloneLongerAndLonger() {
		this.gate.commit().thenNotAnswer(100);
		for (int i = 0; i < 3; i++) {
			assertThat(this.sender.rest()).isZero();
			send(Settlements.commit("a" + i));
		}
		assertThat(this.sender.rest()).isBetween(Duration.ofMillis(499), Duration.ofSeconds(1));
		assertThat(send(Settlements.commit("b"))).isInstanceOf(Delivery.NotNow.class);
		assertThat(this.gate.commit().sent()).hasSize(3);
		for (int i = 0; i < 5; i++) {
			this.timer.advanceTimeBy(this.sender.rest());
			assertThat(send(Settlements.commit("c" + i))).isInstanceOf(Delivery.Again.class);
		}
		assertThat(this.gate.commit().sent()).hasSize(8);
		assertThat(this.sender.rest()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
	}

	@Test
	void aGateThatDoesNotAnswerIsKnownUntilItDoesOrNobodyAskedItForAWhile() {
		this.gate.commit().thenNotAnswer(4);
		for (int i = 0; i < 3; i++) {
			assertThat(this.sender.isAnswered()).isTrue();
			send(Settlements.commit("a" + i));
		}
		assertThat(this.sender.isAnswered()).isFalse();
		this.timer.advanceTimeBy(Duration.ofSeconds(59));
		assertThat(this.sender.isAnswered()).isFalse();
		this.timer.advanceTimeBy(Duration.ofSeconds(3));
		assertThat(this.sender.isAnswered()).isTrue();
		send(Settlements.commit("b"));
		assertThat(this.sender.isAnswered()).isFalse();
		this.timer.advanceTimeBy(Duration.ofSeconds(2));
		send(Settlements.commit("b"));
		assertThat(this.sender.isAnswered()).isTrue();
	}

	@Test
	void aGateThatRefusesEverythingAnswers() {
		this.gate.commit().thenReject(401, "AUTH.INVALID_SERVICE_SIGNATURE", "Signature mismatch");
		send(Settlements.commit("1"));
		assertThat(this.sender.rest()).isPositive();
		assertThat(this.sender.isAnswered()).isTrue();
	}

	@Test
	void oneSettlementAtATimeFindsOutWhetherTheGateIsBack() {
		this.gate.commit().thenNotAnswer(3);
		for (int i = 0; i < 3; i++) {
			send(Settlements.commit("a" + i));
		}
		this.timer.advanceTimeBy(Duration.ofSeconds(1));
		FakeGate.Held<CommitResult> probe = this.gate.commit().thenHold();
		List<Delivery> results = new ArrayList<>();
		this.sender.send(Settlements.commit("probe")).subscribe(results::add);
		assertThat(send(Settlements.commit("other"))).isInstanceOf(Delivery.NotNow.class);
		probe.succeed();
		assertThat(results).containsExactly(new Delivery.Delivered());
		assertThat(this.sender.rest()).isZero();
		assertThat(send(Settlements.commit("other"))).isEqualTo(new Delivery.Delivered());
	}

	@Test
	void aProbeThatIsNeverAnsweredIsFollowedByAnother() {
		this.gate.commit().thenNotAnswer(3);
		for (int i = 0; i < 3; i++) {
			send(Settlements.commit("a" + i));
		}
		this.timer.advanceTimeBy(Duration.ofSeconds(1));
		this.gate.commit().thenHold();
		this.sender.send(Settlements.commit("lost")).subscribe().dispose();
		assertThat(send(Settlements.commit("b"))).isInstanceOf(Delivery.NotNow.class);
		this.timer.advanceTimeBy(Duration.ofSeconds(15));
		assertThat(send(Settlements.commit("b"))).isEqualTo(new Delivery.Delivered());
	}

	@ParameterizedTest
	@CsvSource({ "401, AUTH.INVALID_SERVICE_SIGNATURE, Signature mismatch", "403, AUTH.SERVICE_KEY_DISABLED, disabled",
			"404, AUTH.UNKNOWN_REALM, unknown realm", "415, SERVER.UNEXPECTED, Unsupported Media Type", "400, , Bad",
			"302, , Found" })
	void nothingIsSentUntilTheSetupIsMended(int status, String code, String reason, CapturedOutput output) {
		this.gate.commit().thenReject(status, code, reason).thenReject(status, code, reason);
		assertThat(send(Settlements.commit("1"))).isInstanceOf(Delivery.Again.class);
		assertThat(this.sender.obstacle()).contains(reason);
		assertThat(send(Settlements.commit("2"))).isEqualTo(new Delivery.NotNow(Duration.ofSeconds(30)));
		assertThat(this.gate.commit().sent()).hasSize(1);
		this.timer.advanceTimeBy(Duration.ofSeconds(30));
		assertThat(send(Settlements.commit("1"))).isInstanceOf(Delivery.Again.class);
		this.timer.advanceTimeBy(Duration.ofSeconds(30));
		assertThat(send(Settlements.commit("1"))).isEqualTo(new Delivery.Delivered());
		assertThat(this.sender.obstacle()).isNull();
		assertThat(output).containsOnlyOnce("Nothing can be charged until this is mended")
			.containsOnlyOnce("Usage is being charged again");
	}

	@Test
	void whatIsToBeMendedIsForgottenWhereNothingIsLeftToSend() {
		this.gate.commit().thenReject(401, "AUTH.INVALID_SERVICE_SIGNATURE", "Signature mismatch");
		send(Settlements.commit("1"));
		this.timer.advanceTimeBy(Duration.ofSeconds(30).plus(SETTINGS.backoff().max()).plusSeconds(59));
		assertThat(this.sender.obstacle()).contains("Signature mismatch");
		this.timer.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.sender.obstacle()).isNull();
	}

	@Test
	void whatIsToBeMendedIsKnownUntilTheGateChargesAlthoughItDoesNotAnswerMeanwhile(CapturedOutput output) {
		FakeGate.Held<CommitResult> late = this.gate.commit().thenHold();
		this.gate.commit().thenReject(401, "AUTH.INVALID_SERVICE_SIGNATURE", "Signature mismatch").thenNotAnswer(1);
		this.sender.send(Settlements.commit("late")).subscribe();
		send(Settlements.commit("1"));
		this.timer.advanceTimeBy(Duration.ofSeconds(10));
		late.fail(FakeGate.noAnswer());
		assertThat(this.sender.obstacle()).contains("Signature mismatch");
		assertThat(this.sender.rest()).isEqualTo(Duration.ofSeconds(30));
		this.timer.advanceTimeBy(Duration.ofSeconds(30));
		send(Settlements.commit("probe"));
		assertThat(this.sender.obstacle()).contains("Signature mismatch");
		assertThat(this.sender.rest()).isEqualTo(Duration.ofSeconds(30));
		this.timer.advanceTimeBy(Duration.ofSeconds(30));
		assertThat(send(Settlements.commit("1"))).isEqualTo(new Delivery.Delivered());
		assertThat(this.sender.obstacle()).isNull();
		assertThat(output).containsOnlyOnce("Nothing can be charged until this is mended")
			.containsOnlyOnce("Usage is being charged again");
	}

	@Test
	void whatSaysThatTheSetupIsWrongLetsAnotherOneFindOutWhetherItIs() {
		this.gate.commit().thenReject(403, null, "blocked by a firewall");
		assertThat(send(Settlements.commit("1"))).isInstanceOfSatisfying(Delivery.Again.class, (again) -> {
			assertThat(again.atLeast()).isGreaterThan(this.sender.rest());
			assertThat(again.detail()).contains("blocked by a firewall");
		});
	}

	@Test
	void whatWasStoredForAnotherGateIsHeld() {
		GateSender other = new GateSender(this.gate, new DeliveryTarget("https://vluna.example/mgt/v1", "realm-other"),
				SETTINGS, List.of(), Clock.fixed(Gating.NOW, ZoneOffset.UTC), this.timer);
		Delivery delivery = other.send(Settlements.commit("1")).block(Duration.ofSeconds(5));
		assertThat(causeOf(delivery)).isEqualTo(Cause.HELD);
		assertThat(((Delivery.Dead) delivery).settlement().detail()).contains("'realm-default'")
			.contains("https://vluna.example/mgt/v1");
		assertThat(this.gate.paths()).isEmpty();
	}

	@Test
	void whatCannotBeSentIsDead() {
		PendingSettlement nothing = Settlements.commit("1").sending(Kind.NONE, "commit-1", "");
		assertThat(causeOf(send(nothing))).isEqualTo(Cause.UNSENDABLE);
		assertThat(this.gate.paths()).isEmpty();
	}

	private Delivery send(PendingSettlement settlement) {
		return this.sender.send(settlement).block(Duration.ofSeconds(5));
	}

	private static Cause causeOf(Delivery delivery) {
		return ((Delivery.Dead) delivery).settlement().cause();
	}

	private final class Listener implements DeliveryListener {

		@Override
		public void hinted(PendingSettlement settlement, BillingHints hints) {
			GateSenderTests.this.hinted.add(settlement);
		}

		@Override
		public void answered(PendingSettlement settlement, CommitOutcome outcome) {
			GateSenderTests.this.told.add(outcome);
		}

		@Override
		public void delivered(PendingSettlement settlement, SettlementResult result) {
			GateSenderTests.this.told.add(result);
		}

		@Override
		public void died(DeadSettlement dead) {
			GateSenderTests.this.told.add(dead);
		}

	}

	private static final class BrokenListener implements DeliveryListener {

		@Override
		public void answered(PendingSettlement settlement, CommitOutcome outcome) {
			throw new IllegalStateException("broken");
		}

		@Override
		public void delivered(PendingSettlement settlement, SettlementResult result) {
			throw new IllegalStateException("broken");
		}

		@Override
		public void died(DeadSettlement dead) {
			throw new IllegalStateException("broken");
		}

	}

}
