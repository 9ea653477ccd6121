package ai.vluna.integration.crash;

import ai.vluna.spring.test.gate.ledger.LedgerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold in the end.
 */
final class CrashAssertions {

	private static final int LONG_ENOUGH = 10;

	private CrashAssertions() {
	}

	static void assertSound(Tally tally) {
		String run = tally.run().toString();
		assertThat(tally.lost()).as("lost: " + run).isEmpty();
		assertThat(tally.doubled()).as("doubled: " + run).isEmpty();
		assertThat(tally.wrong()).as("wrong: " + run).isEmpty();
		if (tally.run().kills() >= LONG_ENOUGH) {
			assertThat(tally.shapes()).as(run).contains(Shape.values());
			assertThat(tally.states()).as(run).contains(LedgerState.COMMITTED, LedgerState.INGESTED);
		}
	}

}
