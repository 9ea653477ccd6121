package ai.vluna.spring.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Candidates that are measured in turns. Each turn is a process of its own, and ratios
 * are taken within a round, so that a busy moment of the machine weighs on all alike.
 *
 * @param benchmark the benchmark whose methods the candidates are
 * @param callers the number of concurrent callers
 * @param reference the candidate that the others are put beside
 * @param candidates all candidates, in the order of the rows
 */
record Comparison(Class<?> benchmark, int callers, Candidate reference, List<Candidate> candidates) {

	// What the measured processes say is no part of the report.
	private static final OutputFormat OUTPUT = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);

	/**
	 * Measure every candidate once.
	 * @param round the number of the round; nobody comes first in all of them
	 * @param turn the options of a turn
	 * @throws RunnerException if a candidate fails
	 */
	void round(int round, Options turn) throws RunnerException {
		List<Candidate> order = new ArrayList<>(this.candidates);
		Collections.rotate(order, round);
		for (Candidate candidate : order) {
			Options options = new OptionsBuilder().parent(turn)
				.include(Pattern.quote(this.benchmark.getName() + "." + candidate.method()) + "$")
				.threads(this.callers)
				.build();
			candidate.add(new Runner(options, OUTPUT).runSingle());
		}
	}

}
