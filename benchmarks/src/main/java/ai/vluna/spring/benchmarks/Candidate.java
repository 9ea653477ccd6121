package ai.vluna.spring.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/**
 * A benchmark method and what was measured of it, round by round.
 */
final class Candidate {

	private static final String BYTES = "gc.alloc.rate.norm";

	private final String method;

	private final String label;

	private final List<Turn> turns = new ArrayList<>();

	Candidate(String method, String label) {
		this.method = method;
		this.label = label;
	}

	String method() {
		return this.method;
	}

	String label() {
		return this.label;
	}

	void add(RunResult turn) {
		List<IterationResult> iterations = turn.getBenchmarkResults()
			.stream()
			.flatMap((fork) -> fork.getIterationResults().stream())
			.toList();
		this.turns.add(new Turn(Median.of(iterations, (iteration) -> iteration.getPrimaryResult().getScore()),
				Median.of(iterations, (iteration) -> score(iteration, ProcessorTime.LABEL)),
				Median.of(iterations, (iteration) -> score(iteration, BYTES))));
	}

	private static double score(IterationResult iteration, String label) {
		return Objects.requireNonNull(iteration.getSecondaryResults().get(label), label).getScore();
	}

	double nanos() {
		return Median.of(this.turns, Turn::nanos);
	}

	double processorNanos() {
		return Median.of(this.turns, Turn::processorNanos);
	}

	double bytes() {
		return Median.of(this.turns, Turn::bytes);
	}

	/**
	 * Return how long this takes, with another candidate taken as one.
	 * @param other the other candidate
	 * @return the median of the ratios within the rounds
	 */
	double timeBeside(Candidate other) {
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < this.turns.size(); round++) {
			ratios.add(this.turns.get(round).nanos() / other.turns.get(round).nanos());
		}
		return Median.of(ratios, Double::doubleValue);
	}

	private record Turn(double nanos, double processorNanos, double bytes) {

	}

}
