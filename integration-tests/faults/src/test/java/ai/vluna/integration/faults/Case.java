package ai.vluna.integration.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;

/**
 * All that is known of one operation: what was planned and told on one side, what the
 * gate has on the other.
 *
 * @param cycle the operation with its attempts
 * @param results what the instances were told of its settlements
 * @param unsettled whether a lease of it has come to no end
 * @param ledger its lines in the ledger
 * @param exchanges its exchanges
 */
record Case(Cycle cycle, List<SettlementResult> results, boolean unsettled, List<LedgerEntry> ledger,
		Collection<Journal.Entry> exchanges) {

	private static final Set<LedgerState> CHARGED = EnumSet.of(LedgerState.COMMITTED, LedgerState.INGESTED);

	private static final Set<SettlementResult> PAID = EnumSet.of(SettlementResult.COMMITTED, SettlementResult.INGESTED,
			SettlementResult.DUPLICATE);

	private static final Set<Attempt.Told> SENSELESS = EnumSet.of(Attempt.Told.NOTHING, Attempt.Told.NONSENSE);

	/**
	 * Return what is wrong.
	 * @return complaints, none if it was charged exactly once or rightly not at all
	 */
	List<String> complaints() {
		List<String> complaints = new ArrayList<>();
		List<LedgerEntry> charges = charges();
		if (charges.size() > 1) {
			complaints.add("it was charged " + charges.size() + " times");
		}
		if (charges.isEmpty() && anyAttemptWasTold(Attempt.Told.VALUE)) {
			complaints.add("a caller has its value, and nothing was charged");
		}
		if (charges.isEmpty() && this.results.stream().anyMatch(PAID::contains)) {
			complaints.add("an instance was told that it is paid, and nothing was charged");
		}
		if (!charges.isEmpty() && this.results.stream().noneMatch(PAID::contains)) {
			complaints.add("it was charged, and no instance knows");
		}
		if (!charges.stream().allMatch(this::isPaidByItsSubject)) {
			complaints.add("somebody else was charged");
		}
		if (!charges.stream().allMatch(this::wasUsed)) {
			complaints.add("it was charged for what no work used");
		}
		if (this.results.contains(SettlementResult.DEAD)) {
			complaints.add("its settlement is dead");
		}
		if (this.unsettled) {
			complaints.add("a lease of it came to no end");
		}
		if (this.ledger.isEmpty() && !this.cycle.plan().mayRunWithoutLease()
				&& this.cycle.attempts().stream().anyMatch(Attempt::workBegan)) {
			complaints.add("its work began without a lease");
		}
		if (this.cycle.attempts().stream().map(Attempt::told).anyMatch(SENSELESS::contains)) {
			complaints.add("a caller was told nonsense, or nothing");
		}
		return complaints;
	}

	private boolean anyAttemptWasTold(Attempt.Told told) {
		return this.cycle.attempts().stream().anyMatch((attempt) -> attempt.told() == told);
	}

	/**
	 * Return what the operation was charged for.
	 * @return the lines that cost money
	 */
	List<LedgerEntry> charges() {
		return this.ledger.stream().filter((entry) -> CHARGED.contains(entry.state())).toList();
	}

	private boolean isPaidByItsSubject(LedgerEntry charge) {
		return BillingSubject.of(charge.principal(), charge.user()).equals(this.cycle.plan().subject());
	}

	private boolean wasUsed(LedgerEntry charge) {
		return this.cycle.attempts().stream().anyMatch((attempt) -> attempt.used(charge.quantityMinor()));
	}

	@Override
	public String toString() {
		return Stream
			.of(Stream.of("%s: %s".formatted(this.cycle.plan(), complaints())), lines("attempt", this.cycle.attempts()),
					lines("settlement", this.results), lines("ledger", this.ledger), lines("exchange", this.exchanges))
			.flatMap((lines) -> lines)
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private static Stream<String> lines(String name, Collection<?> items) {
		return items.stream().map((item) -> "  %s: %s".formatted(name, item));
	}

}
