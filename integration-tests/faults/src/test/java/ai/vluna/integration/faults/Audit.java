package ai.vluna.integration.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;

/**
 * Compares what callers and instances were told with what the gate has, operation by
 * operation, and the sum with the balances.
 */
final class Audit {

	private static final int SHOWN = 5;

	private static final int UNKNOWN = -1;

	private final Run run;

	private final OperatedGate gate;

	private final List<Case> cases;

	private final List<String> findings = new ArrayList<>();

	Audit(Run run, Collection<Cycle> cycles, List<Instance> instances, OperatedGate gate, Journal journal) {
		Map<Integer, List<LedgerEntry>> ledger = gate.gate()
			.ledger()
			.stream()
			.collect(Collectors.groupingBy(journal::operationOf));
		this.run = run;
		this.gate = gate;
		this.cases = cycles.stream().map((cycle) -> {
			int number = cycle.plan().number();
			List<SettlementResult> results = instances.stream()
				.flatMap((instance) -> instance.results(number).stream())
				.toList();
			boolean unsettled = instances.stream().anyMatch((instance) -> instance.hasUnsettled(number));
			return new Case(cycle, results, unsettled, ledger.getOrDefault(number, List.of()), journal.of(number));
		}).toList();
		ledger.getOrDefault(UNKNOWN, List.of()).forEach((entry) -> this.findings.add("nobody asked for " + entry));
	}

	/**
	 * Check everything.
	 * @throws AssertionError if an operation was neither charged exactly once nor denied
	 */
	void check() {
		List<Case> wrong = this.cases.stream().filter((each) -> !each.complaints().isEmpty()).toList();
		Catalogue.WALLETS.forEach(this::checkBalance);
		if (!wrong.isEmpty() || !this.findings.isEmpty()) {
			String title = "%d of %d operations went wrong; run it again with %s".formatted(wrong.size(),
					this.cases.size(), this.run);
			throw new AssertionError(
					Stream.of(Stream.of(title), this.findings.stream(), wrong.stream().limit(SHOWN).map(Case::toString))
						.flatMap((lines) -> lines)
						.collect(Collectors.joining(System.lineSeparator())));
		}
	}

	private void checkBalance(BillingSubject wallet) {
		long spent = this.cases.stream()
			.filter((each) -> each.cycle().plan().subject().equals(wallet))
			.flatMap((each) -> each.charges().stream())
			.mapToLong((charge) -> charge.quantityMinor() * Catalogue.PRICE)
			.sum();
		long expected = Catalogue.balance(wallet) + (wallet.equals(Catalogue.THRIFTY) ? this.gate.credited() : 0)
				- spent;
		long balance = this.gate.gate().balance(wallet.principalId(), wallet.userId());
		if (balance != expected) {
			this.findings.add("%s has %d and should have %d".formatted(wallet, balance, expected));
		}
	}

	/**
	 * Count what happened.
	 * @return the counts
	 */
	Outcome outcome() {
		return Outcome.of(this.cases);
	}

}
