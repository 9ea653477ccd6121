package ai.vluna.integration.springai;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ai.vluna.integration.providers.Tokens;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerLine;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operation costs, by the numbers of a provider or by the ledger.
 *
 * @param feature the feature code
 * @param quantity the quantity
 * @param meters the quantities of its meters, without those of nothing
 */
record Cost(String feature, long quantity, Map<String, Long> meters) {

	static Cost of(String feature, Tokens tokens) {
		Map<String, Long> meters = new HashMap<>(
				Map.of("chat.input", tokens.input(), "chat.cache-read", tokens.cacheRead(), "chat.cache-write",
						tokens.cacheWrite(), "chat.output", tokens.output(), "chat.reasoning", tokens.reasoning()));
		meters.values().removeIf((quantity) -> quantity == 0);
		return new Cost(feature, tokens.total(), meters);
	}

	static Cost of(LedgerEntry entry) {
		return new Cost(entry.feature(), entry.quantityMinor(),
				entry.lines().stream().collect(Collectors.toMap(LedgerLine::meter, LedgerLine::quantityMinor)));
	}

	/**
	 * Return the cost of an operation that names no meters.
	 * @param feature the feature code
	 * @param quantity the quantity, which the feature's primary meter charges
	 * @return the cost
	 */
	static Cost ofQuantity(String feature, long quantity) {
		return new Cost(feature, quantity, Map.of(feature, quantity));
	}

	/**
	 * Verify that these operations and no others were charged, each under a key of its
	 * own.
	 * @param gate the gate
	 * @param costs the costs in the order of the leases
	 */
	static void assertThatItWas(EmbeddedGate gate, Cost... costs) {
		assertThat(gate).hasSettledEveryLeaseOnce();
		List<LedgerEntry> ledger = gate.ledger();
		assertThat(ledger).allSatisfy((entry) -> assertThat(entry).wasCommitted());
		assertThat(ledger).extracting(Cost::of).containsExactly(costs);
		assertThat(ledger).extracting(LedgerEntry::idempotencyKey).doesNotHaveDuplicates();
		assertThat(ledger).extracting(LedgerEntry::commitKey).doesNotHaveDuplicates();
	}

}
