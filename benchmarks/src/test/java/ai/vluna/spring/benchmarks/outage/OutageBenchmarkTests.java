package ai.vluna.spring.benchmarks.outage;

import ai.vluna.spring.client.VlunaUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first call is not answered, and all others are refused by the circuit.
 */
class OutageBenchmarkTests {

	private final OutageBenchmark benchmark = new OutageBenchmark();

	@AfterEach
	void close() {
		this.benchmark.close();
	}

	@Test
	void refusesWithoutAskingOnceTheGateDidNotAnswer() {
		assertThat(this.benchmark.first).hasMessageContaining("no complete answer within 1s");
		assertThat(this.benchmark.refused()).hasMessageContaining("circuit open until ")
			.cause()
			.isInstanceOfSatisfying(VlunaUnavailableException.class, (ex) -> assertThat(ex.isSent()).isFalse());
	}

}
