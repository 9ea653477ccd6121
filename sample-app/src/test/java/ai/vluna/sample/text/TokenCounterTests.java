package ai.vluna.sample.text;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link TokenCounter}.
 */
class TokenCounterTests {

	private final TokenCounter tokens = new TokenCounter();

	@Test
	void countsAsTheModelsDo() {
		assertThat(this.tokens.count("hello world")).isEqualTo(2);
		assertThat(this.tokens.count("antidisestablishmentarianism")).isBetween(2, 8);
	}

	@Test
	void takesAControlTokenForText() {
		assertThat(this.tokens.count("the end <|endoftext|>")).isGreaterThan(3);
	}

	@Test
	void staysFastOnTextWithoutBlanks() {
		assertTimeoutPreemptively(Duration.ofSeconds(20),
				() -> assertThat(this.tokens.count("a".repeat(200_000))).isPositive());
	}

}
