package ai.vluna.spring.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FeaturePattern}.
 */
class FeaturePatternTests {

	@ParameterizedTest
	@CsvSource({ "chat, chat, true", "chat, chat.fast, false", "chat.*, chat.fast, true", "chat.*, chat.fast.eu, true",
			"chat.*, chat, false", "chat*, chat, true", "*, anything/at:all, true", "*.eu, chat.fast.eu, true",
			"*.eu, chat.fast.us, false", "chat.*.eu, chat.fast.eu, true", "chat.*.eu, chat.eu, false",
			"a*b*c, a1b2c, true", "' Chat.* ', chat.fast, true" })
	void matchesCodes(String pattern, String code, boolean matches) {
		assertThat(new FeaturePattern(pattern).matches(code)).isEqualTo(matches);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "chat fast", "chat.", ".chat", "chat.?", "chat.[ab]", "chat*.", "chät" })
	void refusesWhatNoCodeMatches(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> new FeaturePattern(pattern))
			.withMessageContaining("it matches no feature");
	}

	@Test
	void isNoLongerThanACode() {
		assertThat(new FeaturePattern("a".repeat(128)).text()).hasSize(128);
		assertThatIllegalArgumentException().isThrownBy(() -> new FeaturePattern("a".repeat(129)));
	}

	@Test
	void ordersCodesThenLongerTextsThenWhatComesFirst() {
		List<FeaturePattern> patterns = new ArrayList<>(
				Stream.of("*", "chat.*", "*.fast", "chat.f*", "*", "chat.fast", "a").map(FeaturePattern::new).toList());
		patterns.sort(FeaturePattern.MOST_SPECIFIC_FIRST);
		assertThat(patterns).extracting(FeaturePattern::text)
			.containsExactly("chat.fast", "a", "chat.f*", "chat.*", "*.fast", "*", "*");
	}

	@Test
	void knowsWhatMatchesAll() {
		assertThat(new FeaturePattern("*").matchesAll()).isTrue();
		assertThat(new FeaturePattern("**").matchesAll()).isTrue();
		assertThat(new FeaturePattern("a*").matchesAll()).isFalse();
	}

}
