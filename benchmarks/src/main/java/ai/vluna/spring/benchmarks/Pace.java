package ai.vluna.spring.benchmarks;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How much time a report takes.
 *
 * @param rounds how often each candidate gets a process of its own
 * @param warmups the iterations before the measured ones
 * @param iterations the measured iterations of a round
 * @param iterationTime the time of an iteration
 */
record Pace(int rounds, int warmups, int iterations, TimeValue iterationTime) {

	static final Pace FULL = new Pace(2, 7, 5, TimeValue.milliseconds(400));

	static final Pace QUICK = new Pace(1, 1, 1, TimeValue.milliseconds(200));

	// Compiles before it goes on: where the compiler competes with other programs, rows
	// would differ by how far it came.
	private static final String COMPILATION = "-Xbatch";

	static Pace named(String name) {
		return switch (name) {
			case "full" -> FULL;
			case "quick" -> QUICK;
			default -> throw new IllegalArgumentException("'%s' is neither 'full' nor 'quick'".formatted(name));
		};
	}

	Options options(String... jvmArguments) {
		return new OptionsBuilder().forks(1)
			.warmupIterations(this.warmups)
			.warmupTime(this.iterationTime)
			.measurementIterations(this.iterations)
			.measurementTime(this.iterationTime)
			.addProfiler(GCProfiler.class)
			.addProfiler(ProcessorTime.class)
			.shouldFailOnError(true)
			.jvmArgsPrepend(COMPILATION)
			.jvmArgsAppend(jvmArguments)
			.build();
	}

}
