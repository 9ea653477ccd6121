package ai.vluna.spring.policy;

import org.springframework.util.ConcurrentLruCache;

/**
 * Answers what holds for an operation: first asked are the rules for its feature, then
 * the code that describes it, then the global policy. What was found out is remembered,
 * within a bound, so that patterns are not matched for each call.
 * <p>
 * Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class SettingsResolution {

	private static final int MAX_REMEMBERED = 1024;

	private final FeatureRules rules;

	private final FeatureSettings global;

	private final ConcurrentLruCache<Question, FeatureSettings> answers = new ConcurrentLruCache<>(MAX_REMEMBERED,
			this::answer);

	/**
	 * Create a resolution.
	 * @param rules what the operator says about features
	 * @param global what holds where nothing else is said
	 */
	public SettingsResolution(FeatureRules rules, FeatureSettings global) {
		this.rules = rules;
		this.global = global;
	}

	/**
	 * Return what holds for an operation.
	 * @param featureCode the normalised code of its feature
	 * @param own what the code that describes it says
	 * @return the settings
	 */
	public FeatureSettings resolve(String featureCode, FeatureSettings own) {
		return this.rules.isEmpty() ? own.orElse(this.global) : this.answers.get(new Question(featureCode, own));
	}

	private FeatureSettings answer(Question question) {
		return this.rules.settings(question.featureCode()).orElse(question.own()).orElse(this.global);
	}

	/**
	 * What the answer depends on.
	 *
	 * @param featureCode the feature
	 * @param own what the code says
	 */
	private record Question(String featureCode, FeatureSettings own) {

	}

}
