package ai.vluna.spring.test.gate.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

	Runnable remember(Collection<Integer> lines) {
		int size = this.entries.size();
		Map<Integer, LedgerEntry> entriesNow = new HashMap<>();
		lines.forEach((line) -> entriesNow.put(line, get(line)));
		return () -> {
			this.entries.subList(size, this.entries.size()).clear();
			entriesNow.forEach(this.entries::set);
		};
	}

	List<LedgerEntry> snapshot() {
		return List.copyOf(this.entries);
	}

}
