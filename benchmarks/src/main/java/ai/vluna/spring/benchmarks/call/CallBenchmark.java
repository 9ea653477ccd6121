package ai.vluna.spring.benchmarks.call;

import java.util.concurrent.TimeUnit;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * One call of one small method, with more and more around it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {

	private static final BillingSubject SUBJECT = BillingSubject.of("acme", "alice");

	private final String text = "Extractive summaries keep the sentences that say most. ".repeat(10);

	final SimpleMeterRegistry observedMeters = new SimpleMeterRegistry();

	final ConfigurableApplicationContext context = CallApplication.start();

	private final PlainSummaries plain = new PlainSummaries();

	private final PlainSummaries proxied = CallApplication.proxied(this.plain);

	private final ObservedSummaries observed = ObservedProxy.around(new ObservedSummaries(), this.observedMeters);

	private final ObservedSummaries observedByBoot = this.context.getBean(ObservedSummaries.class);

	private final BilledSummaries billed = this.context.getBean(BilledSummaries.class);

	@Benchmark
	public Summary plain() {
		return this.plain.summarise(this.text);
	}

	@Benchmark
	public Summary proxied() {
		return this.proxied.summarise(this.text);
	}

	@Benchmark
	public Summary observed() {
		return this.observed.summarise(this.text);
	}

	@Benchmark
	public Summary observedByBoot() {
		return this.observedByBoot.summarise(this.text);
	}

	@Benchmark
	public Summary billed() {
		return BillingSubjects.with(SUBJECT, () -> this.billed.summarise(this.text));
	}

	@TearDown
	public void close() {
		this.context.close();
	}

}
