package ai.vluna.spring.client;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link VlunaRequest}.
 */
class VlunaRequestTests {

	@Test
	void encodesTheValuesOfVariables() {
		VlunaRequest request = VlunaRequest.get("/a/{first}/b/{second}:close", "x/../y", "$1\\{z}");
		assertThat(request.path()).isEqualTo("/a/x%2F..%2Fy/b/%241%5C%7Bz%7D:close");
		assertThat(request.template()).isEqualTo("/a/{first}/b/{second}:close");
		assertThat(request).hasToString("GET /a/x%2F..%2Fy/b/%241%5C%7Bz%7D:close");
	}

	@Test
	void replacesAndRemovesParameters() {
		VlunaRequest request = VlunaRequest.get("/a").query("b", 1, 2).query("c", true);
		assertThat(request.query()).isEqualTo("b=1&b=2&c=true");
		assertThat(request.query("b", 3).query()).isEqualTo("b=3&c=true");
		assertThat(request.query("b").query()).isEqualTo("c=true");
		assertThat(request.query("c").query("b").query()).isEmpty();
		assertThat(request.query()).isEqualTo("b=1&b=2&c=true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "a", "/a/", "//a", "/a//b", "/a?b=c", "/a#b", "/a b", "/a%20b", "http://a/b",
			"/{}", "/{a", "/a}", "/\u00e4" })
	void refusesPathsThatWouldLeadElsewhere(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> VlunaRequest.get(template))
			.withMessageContaining("must be a path below /mgt/v1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", ".." })
	void refusesValuesThatWouldLeadElsewhere(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> VlunaRequest.get("/budgets/{id}/close", value))
			.withMessageContaining("cannot stand for a variable");
	}

	@Test
	void refusesTheWrongNumberOfValues() {
		assertThatIllegalArgumentException().isThrownBy(() -> VlunaRequest.get("/a/{b}"))
			.withMessageContaining("more variables than values");
		assertThatIllegalArgumentException().isThrownBy(() -> VlunaRequest.get("/a/{b}", 1, 2))
			.withMessageContaining("fewer variables than values");
	}

	@Test
	void refusesABodyWhereTheGateExpectsNone() {
		assertThatIllegalStateException().isThrownBy(() -> VlunaRequest.get("/a").body(Map.of()));
	}

}
