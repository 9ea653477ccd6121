package ai.vluna.spring.benchmarks;

import java.util.List;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What one process does to measure one candidate.
 *
 * @param warmups the iterations before the measured ones
 * @param iterations the measured iterations
 * @param iterationTime the time of an iteration
 * @param jvmArguments the arguments of the process
 */
record Turn(int warmups, int iterations, TimeValue iterationTime, List<String> jvmArguments) {

	Turn(int warmups, int iterations, TimeValue iterationTime, String... jvmArguments) {
		this(warmups, iterations, iterationTime, List.of(jvmArguments));
	}

	Options options(String... systemProperties) {
		return new OptionsBuilder().forks(1)
			.warmupIterations(this.warmups)
			.warmupTime(this.iterationTime)
			.measurementIterations(this.iterations)
			.measurementTime(this.iterationTime)
			.addProfiler(GCProfiler.class)
			.addProfiler(ProcessorTime.class)
			.shouldFailOnError(true)
			.jvmArgsPrepend(this.jvmArguments.toArray(String[]::new))
			.jvmArgsAppend(systemProperties)
			.build();
	}

}
