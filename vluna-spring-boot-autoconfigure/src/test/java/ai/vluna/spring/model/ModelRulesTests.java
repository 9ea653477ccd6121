package ai.vluna.spring.model;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.NamePattern;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.TokenKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ModelRules}.
 */
class ModelRulesTests {

	private static final ModelRules NONE = new ModelRules(List.of(), List.of());

	@ParameterizedTest
	@CsvSource({ "openai, gpt-4o-mini, openai.gpt-4o-mini", "OpenAI, GPT 4o (new), openai.gpt-4o--new",
			"google, models/gemini-2.5-pro, google.models/gemini-2.5-pro",
			"bedrock, us.nova-v1:0, bedrock.us.nova-v1:0" })
	void aModelWithoutARuleIsBilledUnderItsName(String provider, String name, String code) {
		assertThat(NONE.ofModel(new ModelId(provider, name))).isEqualTo(BilledFeature.of(code));
	}

	@Test
	void aToolWithoutARuleIsNotBilled() {
		assertThat(NONE.ofTool("search")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "openai/gpt-4o, exact", "OPENAI/GPT-4O, exact", "openai/gpt-4o-mini, longer", "openai/o3, shorter",
			"openai-like/gpt-4o, any", "mistral/large, any" })
	void theMostSpecificPatternDecides(String model, String feature) {
		ModelRules rules = models(rule("*", "any"), rule("openai/*", "shorter"), rule("openai/gpt*", "longer"),
				rule("OpenAI/gpt-4o", "exact"));
		String[] names = model.split("/");
		assertThat(rules.ofModel(new ModelId(names[0], names[1])).featureCode()).isEqualTo(feature);
	}

	@Test
	void amongEquallySpecificPatternsTheFirstDecides() {
		ModelRules rules = models(rule("*/gpt", "first"), rule("gpt/*", "second"));
		assertThat(rules.ofModel(new ModelId("gpt", "gpt")).featureCode()).isEqualTo("first");
	}

	@Test
	void eachQuestionIsAnsweredByTheMostSpecificRuleThatAnswersIt() {
		ModelRule wide = new ModelRule(new NamePattern("*"), "llm.{model}", settings("wide", "in"), "b-1",
				Map.of("a", "wide", "b", "wide"), null);
		ModelRule narrow = new ModelRule(new NamePattern("openai/*"), null, settings(null, null), null,
				Map.of("b", "narrow"), null);
		BilledFeature feature = models(narrow, wide).ofModel(new ModelId("openai", "gpt"));
		assertThat(feature).isEqualTo(
				new BilledFeature("llm.gpt", settings("wide", "in"), "b-1", Map.of("a", "wide", "b", "narrow"), 1));
	}

	@Test
	void toolsHaveRulesOfTheirOwn() {
		ModelRule priced = new ModelRule(new NamePattern("search*"), "tool.{tool}", FeatureSettings.INHERIT, null,
				Map.of(), 5L);
		ModelRules rules = new ModelRules(List.of(), List.of(priced, rule("*", null)));
		assertThat(rules.ofTool("search_web")).isEqualTo(BilledFeature.of("tool.search_web").withQuantity(5));
		assertThat(rules.ofTool("Read File")).isEqualTo(BilledFeature.of("read-file"));
	}

	@Test
	void featuresThatAreKnownBeforeAnyCallAreTold() {
		ModelRules rules = new ModelRules(
				List.of(rule("*", null), rule("mistral/*", "LLM.{model}"), rule("openai/*", "chat"),
						rule("google/Gemini (2)", null), rule("openai/gpt", "chat.{model}")),
				List.of(rule("*", null), rule("search*", "tool.search"), rule("read_file", null)));
		assertThat(rules.featuresOfModels()).extracting(BilledFeature::featureCode)
			.containsExactlyInAnyOrder("chat", "chat.gpt", "google.gemini--2");
		assertThat(rules.featuresOfTools()).extracting(BilledFeature::featureCode)
			.containsExactlyInAnyOrder("read_file", "tool.search");
		assertThat(NONE.featuresOfModels()).isEmpty();
		assertThat(NONE.featuresOfTools()).isEmpty();
	}

	@Test
	void featuresThatAreKnownBeforeAnyCallHaveTheSettingsOfWiderRules() {
		ModelRule vectors = new ModelRule(new NamePattern("*/embed*"), "vectors", FeatureSettings.INHERIT, null,
				Map.of(), null);
		ModelRule wide = new ModelRule(new NamePattern("*"), null, settings("wide", "in"), null, Map.of(), null);
		ModelRule narrow = new ModelRule(new NamePattern("openai/embed*"), null, settings(null, "own"), null, Map.of(),
				null);
		assertThat(models(wide, vectors, narrow).featuresOfModels()).containsExactlyInAnyOrder(
				BilledFeature.of("vectors").withSettings(settings("wide", "in")),
				BilledFeature.of("vectors").withSettings(settings("wide", "own")));
	}

	@Test
	void aNameThatIsTooLongForACodeIsToldWithARemedy() {
		ModelId model = new ModelId("huggingface", "x".repeat(130));
		assertThatIllegalArgumentException().isThrownBy(() -> NONE.ofModel(model))
			.withMessageContaining("'{provider}.{model}'")
			.withMessageContaining("vluna.models")
			.withMessageContaining("142");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{tool}", "{provider}.{name}", "-{model}", "{model}/", "{model", "llm {model}", "" })
	void aFeatureThatMakesNoCodeIsRefused(String feature) {
		assertThatIllegalArgumentException().isThrownBy(() -> ModelRule.verifyModelFeature(feature));
		assertThatIllegalArgumentException().isThrownBy(() -> models(rule("*", feature)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{model}", "{provider}/{model}:v1", "LLM.{provider}", "chat" })
	void aFeatureMayHaveAnyOfTheNames(String feature) {
		ModelRule.verifyModelFeature(feature);
	}

	private static FeatureSettings settings(@Nullable String family, @Nullable String input) {
		return new FeatureSettings(OperationPolicy.INHERIT, family, null,
				(input != null) ? new TokenMeters(Map.of(TokenKind.INPUT, input)) : TokenMeters.NONE);
	}

	private static ModelRule rule(String pattern, @Nullable String feature) {
		return new ModelRule(new NamePattern(pattern), feature, FeatureSettings.INHERIT, null, Map.of(), null);
	}

	private static ModelRules models(ModelRule... rules) {
		return new ModelRules(List.of(rules), List.of());
	}

}
