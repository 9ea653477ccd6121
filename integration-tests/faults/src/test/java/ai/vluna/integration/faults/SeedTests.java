package ai.vluna.integration.faults;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeedTests {

	@Test
	void fallsTheSameWayOnEveryMachine() {
		assertThat(new Seed(42).dice("plan", 7).ints(5, 0, 1_000)).containsExactly(948, 403, 259, 909, 495);
	}

	@Test
	void asksEachQuestionAnew() {
		assertThat(IntStream.range(0, 100).mapToObj((number) -> new Seed(42).dice("plan", number).nextLong()))
			.doesNotHaveDuplicates()
			.doesNotContain(new Seed(42).dice("event", 7).nextLong(), new Seed(43).dice("plan", 7).nextLong());
	}

	@Test
	void makesTheSamePlanAgain() {
		assertThat(Plan.of(new Seed(42), 7)).isEqualTo(Plan.of(new Seed(42), 7)).isNotEqualTo(Plan.of(new Seed(43), 7));
	}

}
