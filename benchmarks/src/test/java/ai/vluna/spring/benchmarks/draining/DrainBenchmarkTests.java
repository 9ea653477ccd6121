package ai.vluna.spring.benchmarks.draining;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Every candidate drains the whole backlog, each settlement once, and again.
 */
class DrainBenchmarkTests {

	private final DrainBenchmark benchmark = new DrainBenchmark();

	@Test
	void deliversEachSettlementOnce() {
		DrainBenchmark.Delivering delivering = new DrainBenchmark.Delivering(2, 100);
		for (int invocation = 0; invocation < 2; invocation++) {
			delivering.fill();
			this.benchmark.delivered(delivering);
			delivering.check();
		}
		delivering.close();
	}

	@Test
	void locksAndFetchesEachTaskOnce() {
		DrainBenchmark.Bare bare = new DrainBenchmark.Bare(2, 100);
		for (int invocation = 0; invocation < 2; invocation++) {
			bare.fill();
			this.benchmark.lockedAndFetched(bare);
			bare.check();
		}
		bare.close();
	}

	@Test
	void whatIsDoneTwiceIsFound() {
		Applied applied = new Applied(2);
		applied.add("one");
		applied.add("one");
		applied.await();
		assertThatIllegalStateException().isThrownBy(() -> applied.requireEachOnce(2))
			.withMessage("Of 2, 1 were done, 1 of them repeatedly");
	}

}
