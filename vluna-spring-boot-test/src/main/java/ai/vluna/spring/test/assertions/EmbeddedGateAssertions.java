package ai.vluna.spring.test.assertions;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import org.assertj.core.annotation.CheckReturnValue;

/**
 * Entry point for assertions over what an embedded gate has seen.
 *
 * @since 0.1.0
 */
public final class EmbeddedGateAssertions {

	private EmbeddedGateAssertions() {
	}

	/**
	 * Starts an assertion over a gate.
	 * @param actual the gate
	 * @return the assertion
	 */
	@CheckReturnValue
	public static EmbeddedGateAssert assertThat(EmbeddedGate actual) {
		return new EmbeddedGateAssert(actual);
	}

	/**
	 * Starts an assertion over an entry of a ledger.
	 * @param actual the entry
	 * @return the assertion
	 */
	@CheckReturnValue
	public static LedgerEntryAssert assertThat(LedgerEntry actual) {
		return new LedgerEntryAssert(actual);
	}

}
