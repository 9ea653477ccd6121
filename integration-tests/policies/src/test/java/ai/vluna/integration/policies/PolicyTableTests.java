package ai.vluna.integration.policies;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.denial.DenialReason;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.MissingUsageException;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * The table of policies, row by row and value by value, each set globally, by annotation
 * and by pattern.
 */
class PolicyTableTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static Long used(long usage, AtomicBoolean ran) {
		ran.set(true);
		return usage;
	}

	private static Long failed() {
		UsageReporter.report(Usage.of(3));
		throw new IllegalStateException("out of paper");
	}

	@Nested
	class Mode {

		@ParameterizedTest
		@EnumSource
		void enforceKeepsDeniedWorkFromRunning(Level level) {
			try (House house = House.of(level, "mode", BillingMode.ENFORCE, BillingMode.SOFT)) {
				AtomicBoolean ran = new AtomicBoolean();
				assertThatExceptionOfType(BillingDeniedException.class)
					.isThrownBy(() -> house.call(House.PAUL, () -> used(7, ran)));
				assertThat(ran).isFalse();
				assertThat(house.gate()).hasEmptyLedger();
			}
		}

		@ParameterizedTest
		@EnumSource
		void softLetsDeniedWorkRunAndBooksIt(Level level) {
			try (House house = House.of(level, "mode", BillingMode.SOFT, BillingMode.ENFORCE)) {
				assertThat(house.call(House.PAUL, () -> 7L)).isEqualTo(7);
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(house.gate()).hasSingleIngest().wasIngestedWith(7));
			}
		}

		@Test
		void softDoesNotAskAgainForUsageOfAUserWithoutASeat() {
			try (House house = House.of(Level.GLOBAL, "mode", BillingMode.SOFT, BillingMode.ENFORCE)) {
				house.gate()
					.catalogue(
							house.gate().catalogue().mutate().changeAccount("acme", (acme) -> acme.seats(1)).build());
				house.call(House.ALICE, () -> 7L);
				assertThat(house.call(BillingSubject.of("acme", "bob"), () -> 5L)).isEqualTo(5);
				await().atMost(PATIENCE).until(() -> house.diary().results().size() == 2);
				assertThat(house.diary().results()).containsExactly(SettlementResult.COMMITTED, SettlementResult.DEAD);
				assertThat(house.gate()).hasReceived(Endpoint.INGEST, 1);
			}
		}

		@ParameterizedTest
		@EnumSource
		void shadowAsksNobodyAndMeasures(Level level) {
			try (House house = House.of(level, "mode", BillingMode.SHADOW, BillingMode.ENFORCE)) {
				assertThat(house.call(House.PAUL, () -> 7L)).isEqualTo(7);
				assertThat(house.gate()).hasReceived(Endpoint.AUTHORIZE, 0)
					.hasReceived(Endpoint.INGEST, 0)
					.hasEmptyLedger();
				assertThat(house.diary().results()).containsExactly(SettlementResult.MEASURED);
				assertThat(house.diary().usages()).containsExactly(Usage.of(7));
			}
		}

	}

	@Nested
	class Unreachable {

		@ParameterizedTest
		@EnumSource
		void denyRefusesTheWork(Level level) {
			try (House house = House.of(level, "on-unreachable", OnUnreachable.DENY, OnUnreachable.ALLOW)) {
				house.gate().on(Endpoint.AUTHORIZE).always(Fault.serverError());
				AtomicBoolean ran = new AtomicBoolean();
				assertThatExceptionOfType(BillingUnavailableException.class)
					.isThrownBy(() -> house.call(() -> used(7, ran)));
				assertThat(ran).isFalse();
			}
		}

		@ParameterizedTest
		@EnumSource
		void allowLetsTheWorkRunAndBooksItLater(Level level) {
			try (House house = House.of(level, "on-unreachable", OnUnreachable.ALLOW, OnUnreachable.DENY)) {
				house.gate().on(Endpoint.AUTHORIZE).always(Fault.serverError());
				assertThat(house.call(() -> 7L)).isEqualTo(7);
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(house.gate()).hasSingleIngest().wasIngestedWith(7));
			}
		}

	}

	@Nested
	class FailedBody {

		@ParameterizedTest
		@EnumSource
		void cancelForgetsWhatWasReported(Level level) {
			try (House house = House.of(level, "on-failure", OnFailure.CANCEL, OnFailure.COMMIT_OBSERVED)) {
				assertThatIllegalStateException().isThrownBy(() -> house.call(PolicyTableTests::failed));
				await().atMost(PATIENCE).untilAsserted(() -> assertThat(house.gate()).hasSingleLease().wasCancelled());
			}
		}

		@ParameterizedTest
		@EnumSource
		void commitObservedChargesWhatWasReported(Level level) {
			try (House house = House.of(level, "on-failure", OnFailure.COMMIT_OBSERVED, OnFailure.CANCEL)) {
				assertThatIllegalStateException().isThrownBy(() -> house.call(PolicyTableTests::failed));
				assertThat(house.gate()).hasSingleLease().wasCommittedWith(3);
			}
		}

	}

	@Nested
	class InterruptedStream {

		@ParameterizedTest
		@EnumSource
		void cancelUnlessFinalForgetsWhatWasSeen(Level level) {
			try (House house = House.streaming(level, "on-interruption", OnInterruption.CANCEL_UNLESS_FINAL,
					OnInterruption.COMMIT_OBSERVED)) {
				leave(house, 3);
				await().atMost(PATIENCE).untilAsserted(() -> assertThat(house.gate()).hasSingleLease().wasCancelled());
			}
		}

		@ParameterizedTest
		@EnumSource
		void cancelUnlessFinalChargesFinalUsage(Level level) {
			try (House house = House.streaming(level, "on-interruption", OnInterruption.CANCEL_UNLESS_FINAL,
					OnInterruption.COMMIT_OBSERVED)) {
				leave(house, -3);
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(house.gate()).hasSingleLease().wasCommittedWith(3));
			}
		}

		@ParameterizedTest
		@EnumSource
		void commitObservedChargesWhatWasSeen(Level level) {
			try (House house = House.streaming(level, "on-interruption", OnInterruption.COMMIT_OBSERVED,
					OnInterruption.CANCEL_UNLESS_FINAL)) {
				leave(house, 3);
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(house.gate()).hasSingleLease().wasCommittedWith(3));
			}
		}

		@ParameterizedTest
		@CsvSource({ "CANCEL_UNLESS_FINAL, COMMIT_OBSERVED", "COMMIT_OBSERVED, CANCEL_UNLESS_FINAL" })
		void anErrorInterruptsAsWell(OnInterruption answer, OnInterruption other) {
			try (House house = House.streaming(Level.PATTERN, "on-interruption", answer, other)) {
				house.stream(Flux.just(3L).concatWith(Flux.error(new IllegalStateException("out of paper"))))
					.as(StepVerifier::create)
					.expectNext(3L)
					.expectErrorMessage("out of paper")
					.verify(PATIENCE);
				await().atMost(PATIENCE).untilAsserted(() -> {
					if (answer == OnInterruption.COMMIT_OBSERVED) {
						assertThat(house.gate()).hasSingleLease().wasCommittedWith(3);
					}
					else {
						assertThat(house.gate()).hasSingleLease().wasCancelled();
					}
				});
			}
		}

		private static void leave(House house, long seen) {
			house.stream(Flux.just(seen).concatWith(Flux.never()))
				.as(StepVerifier::create)
				.expectNext(seen)
				.thenCancel()
				.verify(PATIENCE);
		}

	}

	@Nested
	class MissingUsage {

		@ParameterizedTest
		@EnumSource
		void cancelGivesTheWorkAway(Level level) {
			try (House house = House.of(level, "on-missing-usage", OnMissingUsage.CANCEL,
					OnMissingUsage.COMMIT_ESTIMATE)) {
				assertThat(house.call(() -> null)).isNull();
				await().atMost(PATIENCE).untilAsserted(() -> assertThat(house.gate()).hasSingleLease().wasCancelled());
			}
		}

		@ParameterizedTest
		@EnumSource
		void failTellsTheCaller(Level level) {
			try (House house = House.of(level, "on-missing-usage", OnMissingUsage.FAIL, OnMissingUsage.CANCEL)) {
				assertThatExceptionOfType(MissingUsageException.class).isThrownBy(() -> house.call(() -> null));
				await().atMost(PATIENCE).untilAsserted(() -> assertThat(house.gate()).hasSingleLease().wasCancelled());
			}
		}

		@ParameterizedTest
		@EnumSource
		void commitEstimateChargesTheEstimate(Level level) {
			try (House house = House.of(level, "on-missing-usage", OnMissingUsage.COMMIT_ESTIMATE,
					OnMissingUsage.CANCEL)) {
				assertThat(house.call(() -> null)).isNull();
				assertThat(house.gate()).hasSingleLease().wasCommittedWith(Work.ESTIMATE);
			}
		}

	}

	@Nested
	class ZeroUsage {

		@ParameterizedTest
		@EnumSource
		void isCancelledAndIsNotMissing(Level level) {
			try (House house = House.of(level, "on-missing-usage", OnMissingUsage.COMMIT_ESTIMATE,
					OnMissingUsage.FAIL)) {
				assertThat(house.call(() -> 0L)).isZero();
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(house.gate()).hasReceived(Endpoint.COMMIT, 0)
						.hasSingleLease()
						.wasCancelled());
			}
		}

		@Test
		void zeroMeterLinesAreDropped() {
			try (House house = House.withDefaults()) {
				assertThat(house.call(() -> {
					UsageReporter.report(Usage.of(3).withMeter("unknown", 0));
					return null;
				})).isNull();
				assertThat(house.gate()).hasSingleLease().wasCommittedWith(3);
			}
		}

	}

	@Nested
	class RateLimit {

		@ParameterizedTest
		@EnumSource
		void denyRefusesAtOnce(Level level) {
			try (House house = House.of(level, "on-rate-limit", OnRateLimit.DENY, OnRateLimit.WAIT)) {
				house.gate().on(Endpoint.AUTHORIZE).once(Fault.rateLimited(Duration.ofSeconds(1)));
				assertRateLimited(house);
			}
		}

		@ParameterizedTest
		@EnumSource
		void waitAsksAgain(Level level) {
			try (House house = House.of(level, "on-rate-limit", OnRateLimit.WAIT, OnRateLimit.DENY)) {
				house.gate().on(Endpoint.AUTHORIZE).once(Fault.rateLimited(Duration.ofSeconds(1)));
				assertThat(house.call(() -> 7L)).isEqualTo(7);
				assertThat(house.gate()).hasReceived(Endpoint.AUTHORIZE, 2).hasSingleLease().wasCommittedWith(7);
			}
		}

		@ParameterizedTest
		@EnumSource
		void waitIsBounded(Level level) {
			try (House house = House.of(level, "on-rate-limit", OnRateLimit.WAIT, OnRateLimit.DENY)) {
				house.gate().on(Endpoint.AUTHORIZE).once(Fault.rateLimited(Duration.ofMinutes(1)));
				assertRateLimited(house);
			}
		}

		@Test
		void aPatternHasABoundOfItsOwn() {
			try (House house = House.of(Level.PATTERN, "on-rate-limit", OnRateLimit.WAIT, OnRateLimit.DENY,
					"vluna.features[1].max-rate-limit-wait=500ms")) {
				house.gate().on(Endpoint.AUTHORIZE).once(Fault.rateLimited(Duration.ofSeconds(1)));
				assertRateLimited(house);
			}
		}

		private static void assertRateLimited(House house) {
			AtomicBoolean ran = new AtomicBoolean();
			assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(() -> house.call(() -> used(7, ran)))
				.extracting(BillingDeniedException::getReason)
				.isEqualTo(DenialReason.RATE_LIMIT);
			assertThat(ran).isFalse();
			assertThat(house.gate()).hasReceived(Endpoint.AUTHORIZE, 1);
		}

	}

	@Nested
	class InnerCall {

		@ParameterizedTest
		@EnumSource
		void absorbMakesOneOperationOfBoth(Level level) {
			try (House house = House.of(level, "on-inner-call", OnInnerCall.ABSORB, OnInnerCall.SEPARATE)) {
				assertThat(house.call(() -> inner(house))).isNull();
				assertThat(house.gate()).hasReceived(Endpoint.AUTHORIZE, 1)
					.hasSingleLeaseFor(Work.FEATURE)
					.wasCommittedWith(4);
			}
		}

		@ParameterizedTest
		@EnumSource
		void separateChargesBoth(Level level) {
			try (House house = House.of(level, "on-inner-call", OnInnerCall.SEPARATE, OnInnerCall.ABSORB)) {
				assertThat(house.call(() -> inner(house))).isNull();
				assertThat(house.gate()).hasSingleLeaseFor("inner").wasCommittedWith(4);
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(house.gate()).hasSingleLeaseFor(Work.FEATURE).wasCancelled());
			}
		}

		private static @Nullable Long inner(House house) {
			Operation operation = Operation.builder("inner").subject(House.ALICE).absorbable(true).build();
			house.billing().<@Nullable Long, RuntimeException>execute(operation, () -> 4L);
			return null;
		}

	}

	/**
	 * No question of an application: the answer is in the gate's hint.
	 */
	@Nested
	class QuarantinedCommit {

		@Test
		void isNeverBookedWhenTheLeaseWasChargedBefore() {
			assertOutcome("{\"type\":\"lease.closed_at_commit\",\"state\":\"closed\"}", CommitOutcome.DUPLICATE,
					SettlementResult.DUPLICATE, 0);
		}

		@Test
		void isBookedWhenTheLeaseWasCancelled() {
			assertOutcome("{\"type\":\"lease.closed_at_commit\",\"state\":\"canceled\"}", CommitOutcome.LEASE_CANCELED,
					SettlementResult.INGESTED, 1);
		}

		@Test
		void isBookedWhenTheLeaseExpiredLongAgo() {
			try (House house = House.withDefaults()) {
				house.call(() -> {
					house.clock().advance(House.LEASE_LIFETIME.multipliedBy(2));
					return 7L;
				});
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(house.gate()).hasSingleIngest().wasIngestedWith(7));
				assertThat(house.diary().outcomes()).startsWith(CommitOutcome.LEASE_EXPIRED);
			}
		}

		@Test
		void isAnOperatorsWhenAMeterIsUnknown() {
			assertOutcome("{\"type\":\"feature.meter_not_allowed\",\"feature\":\"work\",\"meters\":[\"pages\"]}",
					CommitOutcome.METER_NOT_ALLOWED, SettlementResult.DEAD, 0);
		}

		@Test
		void isAnOperatorsWhenThereIsNoPrice() {
			assertOutcome("{\"type\":\"pricing.not_configured\",\"feature\":\"work\",\"meters\":[\"work\"]}",
					CommitOutcome.UNPRICED, SettlementResult.DEAD, 0);
		}

		@Test
		void isNoneWithAnyOtherHint() {
			assertOutcome("{\"type\":\"pricing.changed\"},{\"type\":\"never.seen\",\"state\":\"closed\"}",
					CommitOutcome.CHARGED, SettlementResult.COMMITTED, 0);
		}

		private static void assertOutcome(String hints, CommitOutcome outcome, SettlementResult result, int ingests) {
			try (House house = House.withDefaults()) {
				house.gate().on(Endpoint.COMMIT).once(Fault.respond(200, """
						{"ok":true,"code":"OK","data":{"commit_id":"c07c7c4d-248c-4c17-8ae2-a1a876194382",\
						"amount_xusd":"7","cost_xusd":"7","lines":[]},"hints":[%s]}""".formatted(hints)));
				assertThat(house.call(() -> 7L)).isEqualTo(7);
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(house.diary().results()).containsExactly(result));
				assertThat(house.diary().outcomes()).startsWith(outcome);
				assertThat(house.gate()).hasReceived(Endpoint.COMMIT, 1).hasReceived(Endpoint.INGEST, ingests);
			}
		}

	}

}
