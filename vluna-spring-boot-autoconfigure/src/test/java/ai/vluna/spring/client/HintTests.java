package ai.vluna.spring.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Hint}.
 */
class HintTests {

	private final Hint hint = new Hint("rate.limit", Map.of("seconds", 42, "until", "2026-11-21T00:00:00.000Z"));

	@Test
	void tellsTextAndNumberOfAnAttribute() {
		assertThat(this.hint.text("until")).isEqualTo("2026-11-21T00:00:00.000Z");
		assertThat(this.hint.text("seconds")).isEqualTo("42");
		assertThat(this.hint.text("absent")).isNull();
		assertThat(this.hint.number("seconds")).isEqualTo(42);
		assertThat(this.hint.number("until")).isNull();
		assertThat(this.hint.number("absent")).isNull();
	}

	@Test
	void findsTheFirstOfAType() {
		Hint other = new Hint("quota.remaining", Map.of());
		assertThat(Hint.find(List.of(other, this.hint), "rate.limit")).isSameAs(this.hint);
		assertThat(Hint.find(List.of(other), "rate.limit")).isNull();
	}

	@Test
	void copiesItsAttributesNullsIncluded() {
		Map<String, Object> attributes = new LinkedHashMap<>();
		attributes.put("limit", null);
		Hint copied = new Hint("quota.remaining", attributes);
		attributes.put("added", "later");
		assertThat(copied.attributes()).containsOnlyKeys("limit").containsEntry("limit", null);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> copied.attributes().put("x", "y"));
	}

}
