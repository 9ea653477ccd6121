package ai.vluna.spring.benchmarks.stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Both candidates emit the same, and one is billed.
 */
class StreamBenchmarkTests {

	private final StreamBenchmark benchmark = new StreamBenchmark();

	private final MeterRegistry meters = this.benchmark.context.getBean(MeterRegistry.class);

	@AfterEach
	void close() {
		this.benchmark.close();
	}

	@Test
	void billsTheUsageThatTheLastElementTells() {
		assertThat(this.benchmark.billed()).isEqualTo(this.benchmark.plain());
		assertThat(this.meters.get("vluna.usage").tag("result", "committed").counter().count())
			.isEqualTo(PlainAnswers.TOKENS);
	}

}
