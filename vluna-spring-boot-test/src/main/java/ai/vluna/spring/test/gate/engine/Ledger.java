package ai.vluna.spring.test.gate.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import ai.vluna.spring.test.gate.ledger.LedgerEntry;

/**
 * All entries in the order of their first appearance.
 */
final class Ledger {

	private final List<LedgerEntry> entries = new ArrayList<>();

	int add(LedgerEntry entry) {
		this.entries.add(entry);
		return this.entries.size() - 1;
	}

	LedgerEntry get(int line) {
		return this.entries.get(line);
	}

	void change(int line, UnaryOperator<LedgerEntry> change) {
		this.entries.set(line, change.apply(this.entries.get(line)));
	}

	List<LedgerEntry> snapshot() {
		return List.copyOf(this.entries);
	}

}
