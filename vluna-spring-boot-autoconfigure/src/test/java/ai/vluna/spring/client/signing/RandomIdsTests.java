package ai.vluna.spring.client.signing;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RandomIds}.
 */
class RandomIdsTests {

	@Test
	void makesThirtyTwoLowerCaseHexDigits() {
		assertThat(new RandomIds().get()).matches("[0-9a-f]{32}");
	}

	@Test
	void repeatsNone() {
		RandomIds ids = new RandomIds();
		assertThat(Stream.generate(ids).limit(10_000)).doesNotHaveDuplicates();
	}

	@Test
	void sharesNoPrefixBetweenInstances() {
		assertThat(new RandomIds().get().substring(0, 16)).isNotEqualTo(new RandomIds().get().substring(0, 16));
	}

}
