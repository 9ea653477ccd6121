package ai.vluna.spring.context;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SubjectRule} and {@link FixedSubjectResolver}.
 */
class SubjectRuleTests {

	private static final String PROPERTY = "vluna.subject.user";

	@ParameterizedTest
	@CsvSource({ "fixed:acme, FIXED, acme", "fixed: acme , FIXED, acme", "fixed:a:b, FIXED, a:b",
			"claim:customer_id, CLAIM, customer_id", "claim:https://acme.com/id, CLAIM, https://acme.com/id",
			"authenticated, AUTHENTICATED, ", "' authenticated ', AUTHENTICATED, ", "resolver, RESOLVER, " })
	void readsARule(String value, SubjectRule.Source source, String argument) {
		assertThat(SubjectRule.parse(PROPERTY, value)).isEqualTo(new SubjectRule(source, argument));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "acme", "header:X-User", "Authenticated", "authenticated:", "fixed", "resolver:x" })
	void refusesAnythingElse(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> SubjectRule.parse(PROPERTY, value))
			.withMessage("'vluna.subject.user' must be 'fixed:<id>', 'claim:<name>', 'authenticated' or 'resolver', "
					+ "but is '%s'".formatted(value));
	}

	@Test
	void refusesARuleWithoutItsArgument() {
		assertThatIllegalArgumentException().isThrownBy(() -> SubjectRule.parse(PROPERTY, "fixed: "))
			.withMessage("'vluna.subject.user' must name what follows 'fixed:', such as 'fixed:acme', "
					+ "but is 'fixed: '");
		assertThatIllegalArgumentException().isThrownBy(() -> SubjectRule.parse(PROPERTY, "claim:"))
			.withMessageContaining("'claim:customer_id'");
	}

	@Test
	void refusesAFixedIdThatCannotBeSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> SubjectRule.parse(PROPERTY, "fixed:m\u00fcller"))
			.withMessageStartingWith("'vluna.subject.user' must be printable ASCII");
	}

	@Test
	void onlyAuthenticatedAndClaimNeedAnAuthentication() {
		assertThat(SubjectRule.parse(PROPERTY, "authenticated").needsAuthentication()).isTrue();
		assertThat(SubjectRule.parse(PROPERTY, "claim:sub").needsAuthentication()).isTrue();
		assertThat(SubjectRule.parse(PROPERTY, "fixed:acme").needsAuthentication()).isFalse();
		assertThat(SubjectRule.parse(PROPERTY, "resolver").needsAuthentication()).isFalse();
	}

	@Test
	void fixedPartsAreAnAnswerAndOthersAreNot() {
		SubjectRule fixed = SubjectRule.parse(PROPERTY, "fixed:acme");
		SubjectRule claim = SubjectRule.parse(PROPERTY, "claim:sub");
		assertThat(new FixedSubjectResolver(fixed, claim).resolve()).isEqualTo(BillingIdentity.of("acme", null));
		assertThat(new FixedSubjectResolver(claim, fixed).resolve()).isEqualTo(BillingIdentity.of(null, "acme"));
		assertThat(new FixedSubjectResolver(claim, claim).resolve()).isEqualTo(BillingIdentity.UNKNOWN);
	}

}
