package ai.vluna.spring.gate.idempotency;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RandomKeys}.
 */
class RandomKeysTests {

	@Test
	void repeatsNoKeyOnManyThreads() {
		RandomKeys keys = new RandomKeys();
		assertThat(IntStream.range(0, 10_000).parallel().mapToObj((i) -> keys.get()).toList()).doesNotHaveDuplicates();
	}

	@Test
	void drawsAgainWhenTheApplicationIsStartedAfterARestoration() {
		RandomKeys keys = new RandomKeys();
		keys.start();
		String before = keys.get();
		keys.stop();
		assertThat(keys.isRunning()).isFalse();
		keys.start();
		assertThat(keys.isRunning()).isTrue();
		assertThat(keys.get().substring(0, 32)).isNotEqualTo(before.substring(0, 32));
	}

	@Test
	void repeatsNoKeyOfAnotherInstance() {
		assertThat(Stream.generate(RandomKeys::new).limit(100).map(RandomKeys::get).toList()).doesNotHaveDuplicates();
	}

}
