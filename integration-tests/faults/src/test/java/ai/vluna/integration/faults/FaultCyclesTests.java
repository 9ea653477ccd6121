package ai.vluna.integration.faults;

import ai.vluna.integration.faults.Attempt.Told;
import ai.vluna.spring.gate.SettlementResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens on the way, every operation is charged exactly once or denied. What a
 * run met is only checked where it is long enough to meet everything.
 */
class FaultCyclesTests {

	private static final int LONG_ENOUGH = 500;

	@Test
	void chargesExactlyOnceOrDeniesWhateverHappens() {
		Run run = Run.configured(10_000, Pace.IMPATIENT);
		Outcome outcome = Scenario.play(run, FaultScript.Weather.random(run.seed()), Scenario.Events.random(run.seed()),
				Habits.SOUND);
		if (run.cycles() >= 4 * LONG_ENOUGH) {
			assertThat(outcome.mishaps()).as(run.toString()).containsOnlyKeys(Mishap.values());
			assertThat(outcome.told()).as(run.toString())
				.containsKeys(Told.VALUE, Told.DENIED, Told.UNAVAILABLE, Told.WORK_FAILED, Told.LEFT);
			assertThat(outcome.results()).as(run.toString())
				.containsKeys(SettlementResult.COMMITTED, SettlementResult.DUPLICATE, SettlementResult.INGESTED,
						SettlementResult.CANCELLED, SettlementResult.LEFT_OPEN, SettlementResult.UNCONFIRMED);
		}
	}

	@Test
	void chargesExactlyOnceOrDeniesWhileTheGateIsAwayAndAfterwards() {
		Run run = Run.configured(1_000, Pace.PATIENT);
		Outcome outcome = Scenario.play(run, FaultScript.Weather.fair(),
				Scenario.Events.outage(run.cycles() / 3, run.cycles() * 2 / 3), Habits.SOUND);
		if (run.cycles() >= LONG_ENOUGH) {
			assertThat(outcome.told()).as(run.toString()).containsKeys(Told.VALUE, Told.UNAVAILABLE);
			assertThat(outcome.results()).as(run.toString())
				.containsKeys(SettlementResult.UNCONFIRMED, SettlementResult.INGESTED);
		}
	}

	@Test
	void chargesExactlyOnceWhenTheFirstAnswerToEachChargeIsDropped() {
		Run run = Run.configured(1_000, Pace.PATIENT);
		Outcome outcome = Scenario.play(run, FaultScript.Weather.firstAnswersToChargesDropped(), Scenario.Events.none(),
				Habits.SOUND);
		if (run.cycles() >= LONG_ENOUGH) {
			assertThat(outcome.mishaps()).as(run.toString()).containsOnlyKeys(Mishap.NONE, Mishap.ANSWER_DROPPED);
			assertThat(outcome.results()).as(run.toString()).containsKey(SettlementResult.UNCONFIRMED);
		}
	}

}
