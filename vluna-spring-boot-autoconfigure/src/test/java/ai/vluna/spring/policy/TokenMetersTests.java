package ai.vluna.spring.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.vluna.spring.usage.MeterUsage;
import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenMeters}.
 */
class TokenMetersTests {

	private static final TokenUsage USAGE = TokenUsage.builder()
		.count(TokenKind.INPUT, 100)
		.count(TokenKind.CACHE_READ, 60)
		.count(TokenKind.CACHE_WRITE, 0)
		.count(TokenKind.OUTPUT, 20)
		.count(TokenKind.REASONING, 7)
		.build();

	static Stream<Arguments> mappings() {
		return Stream.of(Arguments.of(Map.of(), List.of()),
				Arguments.of(Map.of(TokenKind.INPUT, "in"), lines("in", 160)),
				Arguments.of(Map.of(TokenKind.INPUT, "in", TokenKind.OUTPUT, "out"), lines("in", 160, "out", 27)),
				Arguments.of(
						Map.of(TokenKind.INPUT, "in", TokenKind.CACHE_READ, "cached", TokenKind.CACHE_WRITE, "written",
								TokenKind.OUTPUT, "out", TokenKind.REASONING, "thoughts"),
						lines("in", 100, "cached", 60, "out", 20, "thoughts", 7)),
				Arguments.of(Map.of(TokenKind.CACHE_READ, "cached"), lines("cached", 60)),
				Arguments.of(Map.of(TokenKind.INPUT, "tokens", TokenKind.OUTPUT, "tokens"), lines("tokens", 187)),
				Arguments.of(Map.of(TokenKind.IMAGES, "images"), List.of()));
	}

	@ParameterizedTest
	@MethodSource("mappings")
	void aKindWithoutAMeterIsChargedWithItsParent(Map<TokenKind, String> codes, List<MeterUsage> lines) {
		assertThat(new TokenMeters(codes).lines(USAGE)).isEqualTo(lines);
	}

	@Test
	void whatIsLeftOpenIsTakenFromTheWiderLevel() {
		TokenMeters own = new TokenMeters(Map.of(TokenKind.INPUT, "own"));
		TokenMeters wider = new TokenMeters(Map.of(TokenKind.INPUT, "wide", TokenKind.OUTPUT, "out"));
		assertThat(own.orElse(wider).codes()).containsOnly(Map.entry(TokenKind.INPUT, "own"),
				Map.entry(TokenKind.OUTPUT, "out"));
		assertThat(own.orElse(TokenMeters.NONE)).isSameAs(own);
		assertThat(TokenMeters.NONE.orElse(wider)).isSameAs(wider);
	}

	@Test
	void tokensThatAreOnNoLineAreKnown() {
		assertThat(TokenMeters.NONE.uncharged()).isEmpty();
		assertThat(new TokenMeters(Map.of(TokenKind.IMAGES, "images")).uncharged()).isEmpty();
		assertThat(new TokenMeters(Map.of(TokenKind.INPUT, "in", TokenKind.OUTPUT, "out")).uncharged()).isEmpty();
		assertThat(new TokenMeters(Map.of(TokenKind.INPUT, "in", TokenKind.REASONING, "r")).uncharged())
			.containsExactly(TokenKind.OUTPUT, TokenKind.AUDIO_OUTPUT, TokenKind.IMAGE_OUTPUT);
	}

	@Test
	void codesAreNormalisedAndVerified() {
		assertThat(new TokenMeters(Map.of(TokenKind.INPUT, " LLM.In ")).codes()).containsValue("llm.in");
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenMeters(Map.of(TokenKind.INPUT, "in put")))
			.withMessageContaining("in put");
	}

	private static List<MeterUsage> lines(Object... codesAndQuantities) {
		return Stream.iterate(0, (i) -> i < codesAndQuantities.length, (i) -> i + 2)
			.map((i) -> new MeterUsage((String) codesAndQuantities[i], (int) codesAndQuantities[i + 1]))
			.toList();
	}

}
