package ai.vluna.spring.context;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BillingSubject}.
 */
class BillingSubjectTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "customer 1", "user@example.com", "~!%\"" })
	void takesPrintableAscii(String value) {
		assertThat(new BillingSubject(value, value, value).toIdentity())
			.isEqualTo(new BillingIdentity(value, value, value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", " a", "a ", "a\tb", "a\r\nX-User-Id: b", "m\u00fcller", "\u0000", "a\u007f" })
	void refusesWhatAHeaderCannotCarry(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> BillingSubject.of(value, "alice"))
			.withMessageContaining("'principalId'");
		assertThatIllegalArgumentException().isThrownBy(() -> BillingSubject.of("acme", value))
			.withMessageContaining("'userId'");
		assertThatIllegalArgumentException().isThrownBy(() -> new BillingSubject("acme", "alice", value))
			.withMessageContaining("'billingAccountId'");
	}

	@Test
	void theRefusalNamesThePositionAndARemedyButNotTheValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> BillingSubject.of("m\u00fcller", "alice"))
			.withMessage("'principalId' must be printable ASCII without blanks at the ends, "
					+ "character 2 is not: use an identifier instead of a name");
	}

}
