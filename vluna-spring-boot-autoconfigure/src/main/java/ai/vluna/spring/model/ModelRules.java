package ai.vluna.spring.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.NamePattern;
import org.jspecify.annotations.Nullable;

/**
 * What is said about models and tools. Each question is answered by the most specific
 * rule that answers it, among equally specific ones by the first. A model without a rule
 * is billed under its own name, a tool without one is not billed.
 *
 * @since 0.1.0
 */
public final class ModelRules {

	static final Set<String> MODEL_NAMES = Set.of("provider", "model");

	static final Set<String> TOOL_NAMES = Set.of("tool");

	private static final FeatureTemplate EACH_MODEL = new FeatureTemplate("{provider}.{model}", MODEL_NAMES);

	private static final FeatureTemplate EACH_TOOL = new FeatureTemplate("{tool}", TOOL_NAMES);

	private final List<Rule> models;

	private final List<Rule> tools;

	/**
	 * Create rules.
	 * @param models the rules for models in the order of their declaration
	 * @param tools the rules for tools in the order of their declaration
	 * @throws IllegalArgumentException if no code can be made of the feature of a rule
	 */
	public ModelRules(List<ModelRule> models, List<ModelRule> tools) {
		this.models = sorted(models, MODEL_NAMES);
		this.tools = sorted(tools, TOOL_NAMES);
	}

	/**
	 * Return what a model is billed as.
	 * @param model the model
	 * @return the feature
	 * @throws IllegalArgumentException if its name makes no code
	 */
	public BilledFeature ofModel(ModelId model) {
		List<Rule> rules = matching(this.models, model.toString());
		return answer(rules, EACH_MODEL, Map.of("provider", model.provider(), "model", model.name()),
				"model '%s', for which a rule in 'vluna.models' can name another".formatted(model));
	}

	/**
	 * Return what a tool is billed as.
	 * @param toolName the name of the tool
	 * @return the feature, or {@code null} when it is not billed
	 * @throws IllegalArgumentException if its name makes no code
	 */
	public @Nullable BilledFeature ofTool(String toolName) {
		List<Rule> rules = matching(this.tools, toolName);
		return rules.isEmpty() ? null : answer(rules, EACH_TOOL, Map.of("tool", toolName),
				"tool '%s', for which a rule in 'vluna.tools' can name another".formatted(toolName));
	}

	/**
	 * Return what models are billed as, as far as it is known before any call: where a
	 * rule names the feature in full, or the model.
	 * @return the features, with what the rules say about each
	 */
	public List<BilledFeature> featuresOfModels() {
		return known(this.models, (name) -> ofModel(ModelId.parse(name)));
	}

	/**
	 * Return what tools are billed as, as far as it is known before any call: where a
	 * rule names the feature in full, or the tool.
	 * @return the features, with what the rules say about each
	 */
	public List<BilledFeature> featuresOfTools() {
		return known(this.tools, this::ofTool);
	}

	private static List<BilledFeature> known(List<Rule> rules, Function<String, @Nullable BilledFeature> ofName) {
		List<BilledFeature> known = new ArrayList<>();
		for (Rule rule : rules) {
			NamePattern pattern = rule.said().pattern();
			// A pattern that contains another one matches its text.
			List<Rule> holding = matching(rules, pattern.text());
			FeatureTemplate feature = feature(holding);
			if (feature != null && feature.isCode()) {
				known.add(BilledFeature.of(feature.expand(Map.of())).withSettings(settings(holding)));
			}
			else if (pattern.isExact()) {
				BilledFeature billed = ofName.apply(pattern.text());
				if (billed != null) {
					known.add(billed);
				}
			}
		}
		return known;
	}

	private static @Nullable FeatureTemplate feature(List<Rule> rules) {
		return rules.stream().map(Rule::feature).filter(Objects::nonNull).findFirst().orElse(null);
	}

	private static FeatureSettings settings(List<Rule> rules) {
		return rules.stream()
			.map((rule) -> rule.said().settings())
			.reduce(FeatureSettings.INHERIT, FeatureSettings::orElse);
	}

	private static BilledFeature answer(List<Rule> rules, FeatureTemplate otherwise, Map<String, String> names,
			String subject) {
		FeatureTemplate feature = feature(rules);
		FeatureTemplate template = (feature != null) ? feature : otherwise;
		String budgetId = null;
		long quantity = 1;
		Map<String, String> labels = new HashMap<>();
		// The least specific first, so that the others go over it.
		for (int i = rules.size() - 1; i >= 0; i--) {
			ModelRule said = rules.get(i).said();
			budgetId = (said.budgetId() != null) ? said.budgetId() : budgetId;
			quantity = (said.quantity() != null) ? said.quantity() : quantity;
			labels.putAll(said.labels());
		}
		try {
			return new BilledFeature(template.expand(names), settings(rules), budgetId, labels, quantity);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"No feature code can be made of '%s' for %s: %s".formatted(template, subject, ex.getMessage()), ex);
		}
	}

	private static List<Rule> matching(List<Rule> rules, String name) {
		return rules.stream().filter((rule) -> rule.said().pattern().matches(name)).toList();
	}

	private static List<Rule> sorted(List<ModelRule> declared, Set<String> names) {
		List<ModelRule> sorted = new ArrayList<>(declared);
		sorted.sort(Comparator.comparing(ModelRule::pattern, NamePattern.MOST_SPECIFIC_FIRST));
		return sorted.stream()
			.map((rule) -> new Rule(rule, (rule.feature() != null) ? new FeatureTemplate(rule.feature(), names) : null))
			.toList();
	}

	/**
	 * A rule that was read.
	 *
	 * @param said what it says
	 * @param feature the template of its feature, or {@code null} when it leaves that
	 * open
	 */
	private record Rule(ModelRule said, @Nullable FeatureTemplate feature) {

	}

}
