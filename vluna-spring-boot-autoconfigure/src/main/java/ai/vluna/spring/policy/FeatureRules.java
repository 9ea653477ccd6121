package ai.vluna.spring.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What an operator says about features, which goes before what the code says. Each
 * question is answered by the most specific rule that answers it, among equally specific
 * ones by the first.
 *
 * @since 0.1.0
 */
public final class FeatureRules {

	/**
	 * Rules of an operator who says nothing.
	 */
	public static final FeatureRules NONE = new FeatureRules(List.of());

	/**
	 * The most specific first.
	 */
	private final List<FeatureRule> rules;

	/**
	 * Create rules.
	 * @param declared the rules in the order of their declaration
	 */
	public FeatureRules(List<FeatureRule> declared) {
		List<FeatureRule> sorted = new ArrayList<>(declared);
		sorted.sort(Comparator.comparing(FeatureRule::pattern, FeaturePattern.MOST_SPECIFIC_FIRST));
		this.rules = List.copyOf(sorted);
	}

	/**
	 * Return whether there are no rules.
	 * @return whether nothing is said about any feature
	 */
	public boolean isEmpty() {
		return this.rules.isEmpty();
	}

	/**
	 * Return what the rules say about a feature.
	 * @param featureCode the normalised code, or {@code null} when it is not known yet
	 * @return the settings, which leave open what no rule answers
	 */
	public FeatureSettings settings(@Nullable String featureCode) {
		return matching(featureCode).map(FeatureRule::settings)
			.reduce(FeatureSettings.INHERIT, FeatureSettings::orElse);
	}

	/**
	 * Return the rule that answers a question about a feature.
	 * @param featureCode the normalised code, or {@code null} when it is not known yet
	 * @param question the question
	 * @return the rule, or {@code null} when none answers
	 */
	public @Nullable FeatureRule answering(@Nullable String featureCode, Function<OperationPolicy, Enum<?>> question) {
		Enum<?> none = question.apply(OperationPolicy.INHERIT);
		return matching(featureCode).filter((rule) -> question.apply(rule.settings().policy()) != none)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return whether a rule has the gate asked, whatever the code and the global policy
	 * say.
	 * @return whether some feature is more than watched
	 */
	public boolean haveGateAsked() {
		return this.rules.stream()
			.map((rule) -> rule.settings().policy().mode())
			.anyMatch((mode) -> mode == BillingMode.ENFORCE || mode == BillingMode.SOFT);
	}

	/**
	 * Return the rules that none of some features is meant by.
	 * @param featureCodes the normalised codes
	 * @return the rules, the most specific first
	 */
	public List<FeatureRule> withoutAnyOf(Collection<String> featureCodes) {
		return this.rules.stream()
			.filter((rule) -> featureCodes.stream().noneMatch((code) -> rule.pattern().matches(code)))
			.toList();
	}

	private Stream<FeatureRule> matching(@Nullable String featureCode) {
		return this.rules.stream()
			.filter((rule) -> (featureCode != null) ? rule.pattern().matches(featureCode)
					: rule.pattern().matchesAll());
	}

}
