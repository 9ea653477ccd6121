package ai.vluna.spring.interceptor;

import java.util.function.Function;

import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
import ai.vluna.spring.policy.FeatureRule;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Which policy holds for a method after all levels were asked, and which level to mend
 * when it makes no sense there?
 */
final class EffectivePolicy {

	private final BillingDefaults defaults;

	private final @Nullable String featureCode;

	private final OperationPolicy own;

	private final OperationPolicy policy;

	/**
	 * Create a policy.
	 * @param defaults what the application says about all methods
	 * @param featureCode the feature of the method, or {@code null} if each call computes
	 * its own, for which a rule may turn out to hold that is not known here
	 * @param own what the method says itself
	 */
	EffectivePolicy(BillingDefaults defaults, @Nullable String featureCode, OperationPolicy own) {
		this.defaults = defaults;
		this.featureCode = featureCode;
		this.own = own;
		this.policy = defaults.rules().settings(featureCode).policy().orElse(own).orElse(defaults.policy());
	}

	OperationPolicy policy() {
		return this.policy;
	}

	/**
	 * Refuse a policy that makes no sense for a method.
	 * @param attribute the attribute for the policy, with the refused value
	 * @param question the question that it answers
	 * @param problem half a sentence
	 * @param otherwise half a sentence, another way out than another policy
	 * @throws InvalidBilledOperationException if the policy has the refused value
	 */
	void refuse(BilledAttribute attribute, Function<OperationPolicy, Enum<?>> question, String problem,
			String otherwise) {
		String refused = attribute.text();
		if (!question.apply(this.policy).name().equals(refused)) {
			return;
		}
		FeatureRule rule = this.defaults.rules().answering(this.featureCode, question);
		if (rule != null) {
			throw attribute.invalid("%s says so, and %s".formatted(rule, problem),
					"Choose another policy there, or %s.".formatted(otherwise));
		}
		boolean inherited = !question.apply(this.own).name().equals(refused);
		throw attribute.invalid(inherited ? "it is inherited, and " + problem : problem,
				"Choose another policy%s, or %s.".formatted(inherited ? " for this method" : "", otherwise));
	}

	/**
	 * Refuse to let work pass whose usage may be lost, if nobody accepted that. The other
	 * levels are asked when they are read.
	 * @param attribute the attribute for the policy
	 * @throws InvalidBilledOperationException if the method says that itself
	 */
	void refuseLoss(BilledAttribute attribute) {
		if (!this.defaults.lossAccepted() && this.own.onUnreachable() == OnUnreachable.ALLOW) {
			refuse(attribute, OperationPolicy::onUnreachable,
					"without a delivery store the usage is lost when the application stops",
					"choose one with 'vluna.delivery.store', or accept the loss with 'vluna.unreachable.accept-loss=true'");
		}
	}

}
