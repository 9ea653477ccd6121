package ai.vluna.spring.benchmarks.outage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.denial.BillingUnavailableException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * One refusal after the circuit opened, from the call of a billed method to its
 * exception.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OutageBenchmark {

	/**
	 * The response timeout of the client; the default is longer.
	 */
	public static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(1);

	private final SilentGate gate = new SilentGate();

	private final ConfigurableApplicationContext context = OutageApplication.start(this.gate.baseUrl(),
			RESPONSE_TIMEOUT);

	private final Summaries summaries = this.context.getBean(Summaries.class);

	/**
	 * What the call waited for that opened the circuit.
	 */
	final BillingUnavailableException first = refused();

	@Benchmark
	public BillingUnavailableException refused() {
		try {
			throw new IllegalStateException("Nobody allowed '%s'".formatted(this.summaries.summarise()));
		}
		catch (BillingUnavailableException ex) {
			return ex;
		}
	}

	@TearDown
	public void close() {
		this.context.close();
		this.gate.close();
	}

}
