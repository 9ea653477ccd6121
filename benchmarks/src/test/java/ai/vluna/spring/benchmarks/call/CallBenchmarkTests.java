package ai.vluna.spring.benchmarks.call;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each candidate does the same work, and does what its row says.
 */
class CallBenchmarkTests {

	private final CallBenchmark benchmark = new CallBenchmark();

	private final MeterRegistry meters = this.benchmark.context.getBean(MeterRegistry.class);

	@AfterEach
	void close() {
		this.benchmark.close();
	}

	@Test
	void everyCandidateDoesTheSameWork() {
		assertThat(this.benchmark.plain()).isEqualTo(this.benchmark.proxied())
			.isEqualTo(this.benchmark.observed())
			.isEqualTo(this.benchmark.observedByBoot())
			.isEqualTo(this.benchmark.billed());
	}

	@Test
	void observesWithAMeter() {
		this.benchmark.observed();
		assertThat(this.benchmark.observedMeters.get("summary").timer().count()).isEqualTo(1);
	}

	@Test
	void observesInTheApplicationWithAMeter() {
		this.benchmark.observedByBoot();
		assertThat(this.meters.get("summary").timer().count()).isEqualTo(1);
	}

	@Test
	void billsTheExtractedUsageWithMeters() {
		Summary summary = this.benchmark.billed();
		assertThat(this.meters.get("vluna.authorize").tag("outcome", "granted").timer().count()).isEqualTo(1);
		assertThat(this.meters.get("vluna.usage").tag("result", "committed").counter().count())
			.isEqualTo(summary.tokens());
	}

}
