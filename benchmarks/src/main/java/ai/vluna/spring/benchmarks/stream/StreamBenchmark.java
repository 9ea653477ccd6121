package ai.vluna.spring.benchmarks.stream;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Flux;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * One element of a long stream that tells its usage at the end.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(PlainAnswers.CHUNKS)
public class StreamBenchmark {

	final ConfigurableApplicationContext context = StreamApplication.start();

	private final PlainAnswers plain = new PlainAnswers();

	private final BilledAnswers billed = this.context.getBean(BilledAnswers.class);

	@Benchmark
	public Chunk plain() {
		return last(this.plain.stream());
	}

	@Benchmark
	public Chunk billed() {
		return last(this.billed.stream());
	}

	@TearDown
	public void close() {
		this.context.close();
	}

	private static Chunk last(Flux<Chunk> chunks) {
		// Hidden, so that nobody reads the elements out of the collection instead.
		Chunk last = chunks.hide().blockLast();
		if (last == null) {
			throw new IllegalStateException("There are no chunks");
		}
		return last;
	}

}
