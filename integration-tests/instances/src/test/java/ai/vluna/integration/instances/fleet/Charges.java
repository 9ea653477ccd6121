package ai.vluna.integration.instances.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the gate has charged.
 *
 * @param gate the gate
 */
record Charges(EmbeddedGate gate) {

	private static final String CUSTOMER = "acme";

	private static final long BALANCE = 1_000_000_000;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	static GateCatalogue catalogue() {
		return GateCatalogue.builder()
			.feature(Letters.FEATURE, (feature) -> feature.price(1))
			.account(CUSTOMER, (account) -> users().forEach((user) -> account.balance(user, BALANCE)))
			.build();
	}

	private static Stream<String> users() {
		return IntStream.range(0, Letters.USERS).mapToObj((number) -> "user-" + number);
	}

	private List<LedgerEntry> all() {
		return this.gate.ledger().stream().filter((entry) -> entry.state() == LedgerState.COMMITTED).toList();
	}

	private static long numberOf(LedgerEntry charge) {
		return Long.parseLong(charge.labels().getOrDefault(Letters.LABEL, "-1"));
	}

	void awaitAll(Set<Long> numbers) {
		await().atMost(PATIENCE)
			.until(() -> all().stream().map(Charges::numberOf).collect(Collectors.toSet()).containsAll(numbers));
	}

	/**
	 * Check that nothing was charged twice, or otherwise than it was used.
	 */
	void assertSound() {
		List<LedgerEntry> charges = all();
		assertThat(charges).map(Charges::numberOf).doesNotHaveDuplicates();
		assertThat(charges).allSatisfy((charge) -> assertThat(charge.quantityMinor()).isEqualTo(numberOf(charge)));
		assertThat(this.gate.ledger()).map(LedgerEntry::state)
			.doesNotContain(LedgerState.QUARANTINED, LedgerState.INGESTED);
		assertThat(users().mapToLong((user) -> BALANCE - this.gate.balance(CUSTOMER, user)).sum())
			.isEqualTo(charges.stream().mapToLong(LedgerEntry::quantityMinor).sum());
	}

}
