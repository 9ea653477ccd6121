package ai.vluna.spring.test.gate.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JavaScriptNumberTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			'"10"'               | 10
			'10'                 | 10
			'"+5"'               | 5
			'" 7 "'              | 7
			'"1e3"'              | 1000
			'"0x10"'             | 16
			'"1.9"'              | 1
			'2.5'                | 2
			'""'                 | 0
			'null'               | 0
			'"9007199254740993"' | 9007199254740992
			""")
	void readsWhatJavaScriptReads(String json, long quantity) {
		assertThat(JavaScriptNumber.quantity(parse(json), "q")).isEqualTo(quantity);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"abc\"", "\"Infinity\"", "\"1_000\"", "true", "[5]", "{}" })
	void refusesWhatIsNoNumber(String json) {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> JavaScriptNumber.quantity(parse(json), "q"))
			.withMessage("q must be a number or numeric string");
	}

	@Test
	void refusesLessThanNothing() {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> JavaScriptNumber.quantity(parse("-1"), "q"))
			.withMessage("q must be greater than or equal to 0");
	}

	@Test
	void marksWhatADatabaseColumnCannotHold() {
		assertThat(JavaScriptNumber.quantity(parse("\"9223372036854775807\""), "q"))
			.isEqualTo(JavaScriptNumber.BEYOND_BIGINT);
	}

	@ParameterizedTest
	@CsvSource({ "1, x", "0x, f", "-, 0", "0b1, 0" })
	@Timeout(5)
	void takesNoTimeOverAMegabyteOfDigits(String start, String end) {
		String text = '"' + start + "1".repeat(1_000_000) + end + '"';
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> JavaScriptNumber.quantity(parse(text), "q"));
	}

	@Test
	void ignoresZerosInFront() {
		assertThat(JavaScriptNumber.quantity(parse("\"0x" + "0".repeat(5000) + "10\""), "q")).isEqualTo(16);
		assertThat(JavaScriptNumber.quantity(parse("\"0x0\""), "q")).isZero();
	}

	private static JsonNode parse(String json) {
		return JsonMapper.builder().build().readTree(json);
	}

}
