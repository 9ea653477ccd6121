package ai.vluna.spring.hint;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.vluna.spring.client.Hint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BillingHint}, on hints that a real gate sent.
 */
class BillingHintTests {

	private static final List<Hint> RECORDED = recorded();

	@Test
	void knowsEveryTypeThatWasRecorded() {
		assertThat(RECORDED.stream().map(BillingHint::of)).hasSize(11)
			.doesNotHaveAnyElementsOfTypes(UnknownHint.class)
			.extracting(BillingHint::source)
			.isEqualTo(RECORDED);
	}

	@Test
	void readsWhatRunsShort() {
		FundingShortfallHint funding = recorded(FundingShortfallHint.class);
		assertThat(funding.shortfallXusd()).isEqualTo(291);
		QuotaRemainingHint money = recorded(QuotaRemainingHint.class);
		assertThat(money.maxQuantityMinor()).isEqualTo(3);
		assertThat(money.message()).startsWith("insufficient credits");
		BudgetShortfallHint budget = recorded(BudgetShortfallHint.class);
		assertThat(budget.budgetId()).isEqualTo("51b00c18-dfce-4184-ae7b-c71cb2296b82");
		assertThat(budget.shortfallXusd()).isEqualTo(10);
		BudgetHeadroomHint headroom = recorded(BudgetHeadroomHint.class);
		assertThat(headroom.headroomXusd()).isEqualTo(5);
		assertThat(headroom.thresholdXusd()).isEqualTo(1000);
		assertThat(List.of(funding, money, budget, headroom)).hasOnlyElementsOfType(ScarcityHint.class);
	}

	@Test
	void readsTheRate() {
		RateLimitHint rate = recorded(RateLimitHint.class);
		assertThat(rate.remaining()).isEqualTo(2);
		assertThat(rate.renewsIn()).isEqualTo(Duration.ofSeconds(35));
		assertThat(rate.until()).isEqualTo(Instant.parse("2026-11-21T17:07:00Z"));
		assertThat(rate).isNotInstanceOf(ScarcityHint.class);
	}

	@Test
	void readsWhatBecameOfACommit() {
		PricingMissingHint pricing = recorded(PricingMissingHint.class);
		assertThat(pricing.featureCode()).isEqualTo("llm.chat");
		assertThat(pricing.meters()).containsExactly("llm.chat");
		MeterNotAllowedHint meter = recorded(MeterNotAllowedHint.class);
		assertThat(meter.featureCode()).isEqualTo("llm.paid");
		assertThat(meter.meters()).containsExactly("no.such.meter");
		PricingChangedHint changed = recorded(PricingChangedHint.class);
		assertThat(changed.previousFingerprint()).isEqualTo("stale");
		assertThat(changed.currentFingerprint()).startsWith("df36382e");
		assertThat(recorded(LeaseClosedHint.class).state()).isEqualTo("canceled");
		LeaseExpiredHint expired = recorded(LeaseExpiredHint.class);
		assertThat(expired.expiresAt()).isEqualTo(Instant.parse("2026-11-21T17:17:17.469Z"));
		assertThat(expired.lateBy()).isEqualTo(Duration.ofMillis(4565));
		assertThat(expired.grace()).isEqualTo(Duration.ofSeconds(3));
		assertThat(expired.exceededGrace()).isTrue();
	}

	@Test
	void keepsUnknownTypesAsTheyAre() {
		Hint hint = new Hint("seat.running_out", Map.of("left", 1));
		assertThat(BillingHint.of(hint)).isEqualTo(new UnknownHint(hint));
	}

	static Stream<Hint> oddHints() {
		List<@Nullable Object> values = new ArrayList<>(
				Arrays.asList(null, "", "x", "NaN", "1e999999999", 2.5, Double.POSITIVE_INFINITY, -1, Long.MIN_VALUE,
						Long.MAX_VALUE, true, Map.of("a", 1), List.of(List.of())));
		return RECORDED.stream().flatMap((hint) -> values.stream().map((value) -> {
			Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
			hint.attributes().keySet().forEach((name) -> attributes.put(name, value));
			return new Hint(hint.type(), attributes);
		}));
	}

	@ParameterizedTest
	@MethodSource("oddHints")
	void readsOddValuesWithoutAnException(Hint odd) throws ReflectiveOperationException {
		BillingHint hint = BillingHint.of(odd);
		assertThat(hint.source()).isSameAs(odd);
		for (Method accessor : hint.getClass().getDeclaredMethods()) {
			if (accessor.getParameterCount() == 0 && Modifier.isPublic(accessor.getModifiers())) {
				accessor.invoke(hint);
			}
		}
	}

	@Test
	void takesTextForNumbers() {
		Hint rate = new Hint("rate.limit", Map.of("remaining", "7", "seconds", 30.0));
		assertThat(new RateLimitHint(rate).remaining()).isEqualTo(7);
		assertThat(new RateLimitHint(rate).renewsIn()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void findsHintsByTypeAndByWhatTypesHaveInCommon() {
		BillingHints hints = BillingHints.of(RECORDED);
		assertThat(hints.all()).hasSize(RECORDED.size());
		assertThat(hints.find(ScarcityHint.class)).isInstanceOf(FundingShortfallHint.class);
		assertThat(hints.find(UnknownHint.class)).isNull();
		assertThat(hints.has(RateLimitHint.class)).isTrue();
		assertThat(hints.isEmpty()).isFalse();
		assertThat(BillingHints.of(List.of())).isSameAs(BillingHints.NONE);
		assertThat(BillingHints.NONE.has(BillingHint.class)).isFalse();
	}

	private static <T extends BillingHint> T recorded(Class<T> type) {
		T hint = BillingHints.of(RECORDED).find(type);
		assertThat(hint).isNotNull();
		return hint;
	}

	@SuppressWarnings("unchecked")
	private static List<Hint> recorded() {
		try (InputStream json = BillingHintTests.class.getResourceAsStream("recorded-hints.json")) {
			List<Map<String, Object>> hints = JsonMapper.shared().readValue(json, List.class);
			return hints.stream().map((attributes) -> {
				Map<String, Object> others = new LinkedHashMap<>(attributes);
				return new Hint(String.valueOf(others.remove("type")), others);
			}).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
