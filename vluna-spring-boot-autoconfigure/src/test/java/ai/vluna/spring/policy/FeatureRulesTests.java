package ai.vluna.spring.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FeatureRules} and {@link SettingsResolution}.
 */
class FeatureRulesTests {

	private static final OperationPolicy SOFT = policy(BillingMode.SOFT, OnFailure.INHERIT);

	private static final OperationPolicy SHADOW = policy(BillingMode.SHADOW, OnFailure.INHERIT);

	private static final OperationPolicy OBSERVED = policy(BillingMode.INHERIT, OnFailure.COMMIT_OBSERVED);

	private static final FeatureSettings GLOBAL = new FeatureSettings(OperationPolicy.DEFAULT, "house",
			Duration.ofSeconds(10), TokenMeters.NONE);

	@Test
	void theMostSpecificRuleThatAnswersDecides() {
		FeatureRules rules = rules(rule("*", OBSERVED), rule("chat.*", SOFT), rule("chat.fast", SHADOW));
		assertThat(rules.settings("chat.fast").policy())
			.isEqualTo(policy(BillingMode.SHADOW, OnFailure.COMMIT_OBSERVED));
		assertThat(rules.settings("chat.slow").policy()).isEqualTo(policy(BillingMode.SOFT, OnFailure.COMMIT_OBSERVED));
		assertThat(rules.settings("draw").policy()).isEqualTo(OBSERVED);
	}

	@Test
	void amongEquallySpecificRulesTheFirstDecides() {
		assertThat(rules(rule("a.*", SOFT), rule("*.b", SHADOW)).settings("a.b").policy()).isEqualTo(SOFT);
		assertThat(rules(rule("*.b", SHADOW), rule("a.*", SOFT)).settings("a.b").policy()).isEqualTo(SHADOW);
	}

	@Test
	void ofAFeatureThatIsNotKnownYetOnlyWhatHoldsForAllIsKnown() {
		assertThat(rules(rule("*", OBSERVED), rule("chat.*", SOFT)).settings(null).policy()).isEqualTo(OBSERVED);
	}

	@Test
	void saysWhichRuleAnswers() {
		FeatureRules rules = rules(rule("*", OBSERVED), rule("chat.*", SOFT));
		assertThat(rules.answering("chat.fast", OperationPolicy::mode)).hasToString("'rule of chat.*' (chat.*)");
		assertThat(rules.answering("chat.fast", OperationPolicy::onFailure)).hasToString("'rule of *' (*)");
		assertThat(rules.answering("chat.fast", OperationPolicy::onUnreachable)).isNull();
	}

	@Test
	void findsRulesThatHoldForNothing() {
		FeatureRules rules = rules(rule("*", OBSERVED), rule("chat.*", SOFT), rule("cht", SHADOW));
		assertThat(rules.withoutAnyOf(List.of("chat.fast"))).extracting((rule) -> rule.pattern().text())
			.containsExactly("cht");
	}

	@Test
	void knowsWhetherARuleHasTheGateAsked() {
		assertThat(rules(rule("a", SHADOW), rule("b", OBSERVED)).haveGateAsked()).isFalse();
		assertThat(rules(rule("a", SOFT)).haveGateAsked()).isTrue();
		assertThat(rules(rule("a", policy(BillingMode.ENFORCE, OnFailure.INHERIT))).haveGateAsked()).isTrue();
	}

	@Test
	void rulesGoBeforeTheCodeAndTheCodeBeforeTheGlobalPolicy() {
		SettingsResolution resolution = new SettingsResolution(
				rules(rule("chat.*", SOFT, "talk", Duration.ofSeconds(1)), rule("draw", OBSERVED)), GLOBAL);
		FeatureSettings own = new FeatureSettings(policy(BillingMode.SHADOW, OnFailure.COMMIT_OBSERVED), "own", null,
				TokenMeters.NONE);
		FeatureSettings chat = resolution.resolve("chat.fast", own);
		assertThat(chat.policy().mode()).isEqualTo(BillingMode.SOFT);
		assertThat(chat.policy().onFailure()).isEqualTo(OnFailure.COMMIT_OBSERVED);
		assertThat(chat.policy().onUnreachable()).isEqualTo(OnUnreachable.DENY);
		assertThat(chat.featureFamilyCode()).isEqualTo("talk");
		assertThat(chat.maxRateLimitWait()).isEqualTo(Duration.ofSeconds(1));
		assertThat(resolution.resolve("draw", own).policy().mode()).isEqualTo(BillingMode.SHADOW);
		assertThat(resolution.resolve("draw", own).featureFamilyCode()).isEqualTo("own");
		assertThat(resolution.resolve("draw", FeatureSettings.INHERIT).featureFamilyCode()).isEqualTo("house");
		assertThat(resolution.resolve("draw", own).maxRateLimitWait()).isEqualTo(Duration.ofSeconds(10));
		assertThat(resolution.resolve("other", FeatureSettings.INHERIT)).isEqualTo(GLOBAL);
	}

	@Test
	void remembersAnswersButNotWithoutBound() {
		SettingsResolution resolution = new SettingsResolution(rules(rule("f*", SOFT)), GLOBAL);
		FeatureSettings first = resolution.resolve("f0", FeatureSettings.INHERIT);
		assertThat(resolution.resolve("f0", new FeatureSettings(OperationPolicy.INHERIT, null, null, TokenMeters.NONE)))
			.isSameAs(first);
		List<FeatureSettings> kept = new ArrayList<>();
		for (int i = 1; i <= 2000; i++) {
			kept.add(resolution.resolve("f" + i, FeatureSettings.INHERIT));
		}
		assertThat(resolution.resolve("f0", FeatureSettings.INHERIT)).isNotSameAs(first).isEqualTo(first);
		assertThat(resolution.resolve("f2000", FeatureSettings.INHERIT)).isSameAs(kept.get(1999));
	}

	private static OperationPolicy policy(BillingMode mode, OnFailure onFailure) {
		OperationPolicy none = OperationPolicy.INHERIT;
		return new OperationPolicy(mode, none.onUnreachable(), onFailure, none.onInterruption(), none.onMissingUsage(),
				none.onRateLimit(), none.onInnerCall());
	}

	private static FeatureRules rules(FeatureRule... rules) {
		return new FeatureRules(List.of(rules));
	}

	private static FeatureRule rule(String pattern, OperationPolicy policy) {
		return rule(pattern, policy, null, null);
	}

	private static FeatureRule rule(String pattern, OperationPolicy policy, @Nullable String family,
			@Nullable Duration wait) {
		return new FeatureRule("rule of " + pattern, new FeaturePattern(pattern),
				new FeatureSettings(policy, family, wait, TokenMeters.NONE));
	}

}
