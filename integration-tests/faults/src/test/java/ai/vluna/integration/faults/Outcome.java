package ai.vluna.integration.faults;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.vluna.spring.gate.SettlementResult;

/**
 * How often what happened, to see that a run met what it was meant to meet.
 *
 * @param told what callers were told
 * @param results what instances were told of settlements
 * @param mishaps what happened to requests
 */
record Outcome(Map<Attempt.Told, Long> told, Map<SettlementResult, Long> results, Map<Mishap, Long> mishaps) {

	static Outcome of(Collection<Case> cases) {
		return new Outcome(count(cases, (each) -> each.cycle().attempts().stream().map(Attempt::told)),
				count(cases, (each) -> each.results().stream()),
				count(cases, (each) -> each.exchanges().stream().map(Journal.Entry::mishap).filter(Objects::nonNull)));
	}

	private static <T> Map<T, Long> count(Collection<Case> cases, Function<Case, Stream<T>> parts) {
		return cases.stream()
			.flatMap(parts)
			.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
	}

	@Override
	public String toString() {
		return "callers were told %s, settlements were %s, requests met %s".formatted(this.told, this.results,
				this.mishaps);
	}

}
