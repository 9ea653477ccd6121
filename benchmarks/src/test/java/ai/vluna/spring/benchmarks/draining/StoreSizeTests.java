package ai.vluna.spring.benchmarks.draining;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoreSizeTests {

	@Test
	void aFileGivesItsSpaceBack() {
		StoreSize size = StoreSize.ofFile(3000);
		assertThat(size.left()).isZero();
		assertThat(size.full()).isGreaterThan(2 << 20);
		assertThat(size.drained()).isLessThan(2 << 20);
	}

	@Test
	void aDatabaseForgetsWhatIsDelivered() {
		StoreSize size = StoreSize.ofDatabase(100, null);
		assertThat(size.left()).isZero();
		assertThat(size.full()).isPositive();
	}

}
