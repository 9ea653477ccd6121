package ai.vluna.spring.client.http;

import java.util.List;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.protocol.MeterLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RequestRules}.
 */
class RequestRulesTests {

	@Test
	void allowsEveryPrintableCharacterAndInnerBlanks() {
		String printable = "!\"#$%&'()*+,-./09:;<=>? @AZ[\\]^_`az{|}~";
		assertThatNoException().isThrownBy(
				() -> RequestRules.check(new CallContext(printable, printable, printable, printable, printable)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"``|'%s' must not be empty: determine it before the call",
			"` a`|'%s' must not have blanks at its ends: trim it where it is determined",
			"`a `|'%s' must not have blanks at its ends: trim it where it is determined",
			"a\u00e9|'%s' must consist of printable ASCII characters, but has U+00E9 at index 1: map it to a stable ASCII id",
			"`a\nX-User-Id: b`|'%s' must consist of printable ASCII characters, but has U+000A at index 1: map it to a stable ASCII id" })
	void refusesIdentityThatWouldChangeOnTheWay(String value, String message) {
		refuses(new CallContext(value, "u", null, "k", null), message.formatted("principalId"));
		refuses(new CallContext("p", value, null, "k", null), message.formatted("userId"));
		refuses(new CallContext("p", "u", value, "k", null), message.formatted("billingAccountId"));
		refuses(new CallContext("p", "u", null, value, null), message.formatted("idempotencyKey"));
		refuses(new CallContext("p", "u", null, "k", value), message.formatted("requestId"));
	}

	@Test
	void refusesAKeyThatIsTooLong() {
		assertThatNoException().isThrownBy(() -> RequestRules.check(new CallContext("p", "u", "k".repeat(2000))));
		refuses(new CallContext("p", "u", "k".repeat(2001)),
				"'idempotencyKey' must not be longer than 2000 characters, but has 2001: send a digest of it instead");
	}

	private static void refuses(CallContext context, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestRules.check(context)).withMessage(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "10", "9007199254740991" })
	void allowsIntegersThatTheGateKeeps(String quantity) {
		assertThatNoException()
			.isThrownBy(() -> RequestRules.checkQuantities(quantity, List.of(new MeterLine("llm.paid.in", quantity))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-1", "+5", " 7 ", "1.5", "1e3", "0x10", "abc", "9007199254740992",
			"99999999999999999999", "\u0661" })
	void refusesQuantitiesThatTheGateWouldBend(String quantity) {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestRules.checkQuantities(quantity, List.of()))
			.withMessage("'quantityMinor' must be a decimal integer from 1 to 9007199254740991, but is '%s': "
					+ "round it, or cancel when nothing was used", quantity);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RequestRules.checkQuantities("1", List.of(new MeterLine("llm.paid.in", quantity))))
			.withMessageStartingWith("'quantityMinor' of meter 'llm.paid.in'");
	}

}
