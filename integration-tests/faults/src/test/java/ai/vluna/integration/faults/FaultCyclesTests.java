package ai.vluna.integration.faults;

import ai.vluna.spring.gate.SettlementResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens on the way, every operation is charged exactly once or denied.
 */
class FaultCyclesTests {

	private static final int ENOUGH = 2_000;

	@Test
	void everyOperationIsChargedExactlyOnceOrDeniedWhateverHappens() {
		Run run = Run.of(10_000);
		try (Scenario scenario = new Scenario(run, FaultScript.Weather.random(run.seed()),
				Scenario.Events.random(run.seed()), Habits.SOUND)) {
			Outcome outcome = scenario.play();
			if (run.cycles() >= ENOUGH) {
				assertThat(outcome.mishaps()).containsOnlyKeys(Mishap.values());
				assertThat(outcome.told()).containsKeys(Attempt.Told.VALUE, Attempt.Told.DENIED,
						Attempt.Told.UNAVAILABLE, Attempt.Told.WORK_FAILED, Attempt.Told.LEFT);
				assertThat(outcome.results()).containsKeys(SettlementResult.COMMITTED, SettlementResult.DUPLICATE,
						SettlementResult.INGESTED, SettlementResult.CANCELLED, SettlementResult.LEFT_OPEN,
						SettlementResult.UNCONFIRMED);
			}
		}
	}

}
