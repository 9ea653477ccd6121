package ai.vluna.spring.benchmarks.loopback;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.client.VlunaClient;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * One cycle of authorize and commit over loopback, by clients that do less and less.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CycleBenchmark {

	/**
	 * The system property that says where the gate is.
	 */
	public static final String GATE = "benchmarks.gate";

	private final ConfigurableApplicationContext context;

	private final Cycle vlunaClient;

	private final Cycle handWritten;

	private final Cycle unsigned;

	private final NettyCycle bareNetty;

	public CycleBenchmark() {
		this(GateAccess.to(URI.create(System.getProperty(GATE))));
	}

	CycleBenchmark(GateAccess access) {
		this.context = ClientApplication.start(access);
		this.vlunaClient = new VlunaClientCycle(access, this.context.getBean(VlunaClient.class));
		this.handWritten = new WebClientCycle(access, this.context.getBean(WebClient.Builder.class), true);
		this.unsigned = new WebClientCycle(access, this.context.getBean(WebClient.Builder.class), false);
		this.bareNetty = new NettyCycle(access);
	}

	@Benchmark
	public Object vlunaClient() {
		return this.vlunaClient.run();
	}

	@Benchmark
	public Object handWritten() {
		return this.handWritten.run();
	}

	@Benchmark
	public Object unsigned() {
		return this.unsigned.run();
	}

	@Benchmark
	public Object bareNetty() {
		return this.bareNetty.run();
	}

	@TearDown
	public void close() {
		this.bareNetty.close();
		this.context.close();
	}

}
