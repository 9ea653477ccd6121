package ai.vluna.spring.policy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FeatureCode}.
 */
class FeatureCodeTests {

	@ParameterizedTest
	@CsvSource({ "openai.gpt-4o, openai.gpt-4o", "meta-llama/Llama-3.1, meta-llama/llama-3.1",
			"gemini-2.0 (flash)!, gemini-2.0--flash", "  _Search_ , search", "a b\u00dcc, a-b-c",
			"anthropic.claude-3-5-sonnet-20240620-v1:0, anthropic.claude-3-5-sonnet-20240620-v1:0" })
	void aNameBecomesTheCodeThatComesNearest(String name, String code) {
		assertThat(FeatureCode.ofName(name)).isEqualTo(code);
		assertThat(FeatureCode.normalise("code", code)).isEqualTo(code);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "---", "\u6a21\u578b" })
	void aNameOfWhichNothingIsLeftIsNoCode(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> FeatureCode.ofName(name));
	}

	@ParameterizedTest
	@ValueSource(ints = { 129, 500 })
	void aLongNameIsNotCut(int length) {
		assertThat(FeatureCode.ofName("x".repeat(128))).hasSize(128);
		assertThatIllegalArgumentException().isThrownBy(() -> FeatureCode.ofName("x".repeat(length)))
			.withMessageContaining(String.valueOf(length));
	}

}
