package ai.vluna.spring.benchmarks;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;

/**
 * A table of the report.
 *
 * @param title its title
 * @param ratioTitle the title of its last column
 * @param comparison the rows
 * @param ratio the last column
 * @param turn the options of a turn
 */
record Table(String title, String ratioTitle, Comparison comparison, ToDoubleFunction<Candidate> ratio, Options turn) {

	/**
	 * Make a table whose last column says how much faster than the reference a row is.
	 * @param title its title
	 * @param ratioTitle the title of its last column
	 * @param comparison the rows
	 * @param turn the options of a turn
	 * @return the table
	 */
	static Table ofRates(String title, String ratioTitle, Comparison comparison, Options turn) {
		return new Table(title, ratioTitle, comparison, (candidate) -> 1 / candidate.timeBeside(comparison.reference()),
				turn);
	}

	void round(int round) throws RunnerException {
		this.comparison.round(round, this.turn);
	}

	void print(PrintStream out) {
		out.printf("### %s%n%n| | ns | CPU ns | bytes | %s |%n|---|---:|---:|---:|---:|%n", this.title,
				this.ratioTitle);
		for (Candidate candidate : this.comparison.candidates()) {
			out.printf(Locale.ROOT, "| %s | %,.0f | %,.0f | %,.0f | %.2f |%n", candidate.label(), candidate.nanos(),
					candidate.processorNanos(), candidate.bytes(), this.ratio.applyAsDouble(candidate));
		}
		out.println();
	}

}
