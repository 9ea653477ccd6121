package ai.vluna.integration.crash;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers were told, beside what the gate has.
 *
 * @param run the run
 * @param returned the operations whose result was returned
 * @param lost those of them that are not charged
 * @param doubled the operations that are charged more than once
 * @param wrong the charges that are not as planned
 * @param shapes the shapes of what was returned
 * @param states how it was charged
 */
record Tally(CrashRun run, Set<String> returned, List<String> lost, List<String> doubled, List<String> wrong,
		Set<Shape> shapes, Set<LedgerState> states) {

	private static final int LONG_ENOUGH = 50;

	static Tally of(CrashRun run, Set<String> returned, EmbeddedGate gate) {
		Map<String, List<LedgerEntry>> charges = gate.ledger()
			.stream()
			.filter((entry) -> entry.state() == LedgerState.COMMITTED || entry.state() == LedgerState.INGESTED)
			.collect(Collectors.groupingBy((entry) -> entry.labels().getOrDefault(Plan.LABEL, "")));
		List<String> lost = returned.stream().filter((operation) -> !charges.containsKey(operation)).toList();
		List<String> doubled = charges.entrySet()
			.stream()
			.filter((operation) -> operation.getValue().size() > 1)
			.map(Map.Entry::getKey)
			.toList();
		Stream<String> otherwise = charges.values()
			.stream()
			.flatMap(Collection::stream)
			.filter((charge) -> !isPlanned(run, charge))
			.map(LedgerEntry::toString);
		List<String> wrong = Stream.concat(otherwise, wrongBalances(charges.values(), gate)).toList();
		return new Tally(run, returned, lost, doubled, wrong,
				returned.stream()
					.map((operation) -> Plan.of(run.seed(), operation).shape())
					.collect(Collectors.toSet()),
				charges.values()
					.stream()
					.flatMap(Collection::stream)
					.map(LedgerEntry::state)
					.collect(Collectors.toSet()));
	}

	private static boolean isPlanned(CrashRun run, LedgerEntry charge) {
		Plan plan = Plan.of(run.seed(), charge.labels().getOrDefault(Plan.LABEL, ""));
		return plan.subject().equals(BillingSubject.of(charge.principal(), charge.user()))
				&& plan.quantity() == charge.quantityMinor();
	}

	private static Stream<String> wrongBalances(Collection<List<LedgerEntry>> charges, EmbeddedGate gate) {
		return Customers.ALL.stream().filter((subject) -> {
			long spent = charges.stream()
				.flatMap(Collection::stream)
				.filter((charge) -> subject.equals(BillingSubject.of(charge.principal(), charge.user())))
				.mapToLong((charge) -> charge.quantityMinor() * Customers.PRICE)
				.sum();
			return gate.balance(subject.principalId(), subject.userId()) != Customers.BALANCE - spent;
		}).map((subject) -> "the balance of " + subject);
	}

	/**
	 * Check what must hold in the end. What a run met is only checked where it is long
	 * enough.
	 */
	void assertSound() {
		assertThat(this.lost).as("lost: " + this.run).isEmpty();
		assertThat(this.doubled).as("doubled: " + this.run).isEmpty();
		assertThat(this.wrong).as("wrong: " + this.run).isEmpty();
		if (this.run.kills() >= LONG_ENOUGH) {
			assertThat(this.shapes).as(this.run.toString()).contains(Shape.values());
			assertThat(this.states).as(this.run.toString()).contains(LedgerState.COMMITTED, LedgerState.INGESTED);
		}
	}

	@Override
	public String toString() {
		return "operations %d, kills %d, lost %d, doubled %d".formatted(this.returned.size(), this.run.kills(),
				this.lost.size(), this.doubled.size());
	}

}
