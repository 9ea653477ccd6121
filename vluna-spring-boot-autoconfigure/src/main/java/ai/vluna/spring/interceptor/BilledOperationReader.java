package ai.vluna.spring.interceptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.OperationBuilder;
import ai.vluna.spring.interceptor.BilledOperationSpec.Step;
import ai.vluna.spring.interceptor.expression.ArgumentContext;
import ai.vluna.spring.interceptor.expression.AttributeValue;
import ai.vluna.spring.interceptor.expression.OperationExpressions;
import ai.vluna.spring.interceptor.expression.QuantityExtractor;
import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
import ai.vluna.spring.interceptor.shape.CallShape;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Aggregate;
import ai.vluna.spring.usage.UnsendableUsageException;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;

import org.springframework.util.CollectionUtils;
import org.springframework.util.StringUtils;

/**
 * Reads the annotation of one method, once. What is the same for all calls goes into the
 * operation that they share, the rest becomes a step of each call.
 */
final class BilledOperationReader {

	/**
	 * Stands for a feature that each call replaces.
	 */
	private static final String REPLACED = "replaced";

	private final BilledOperation annotation;

	private final String method;

	private final UsageBeans usageBeans;

	private final OperationExpressions expressions;

	private final BillingDefaults defaults;

	private final Set<String> arguments;

	private final ArgumentContext noCall;

	private final OperationBuilder constant = Operation.builder(REPLACED);

	private final List<Step> steps = new ArrayList<>();

	BilledOperationReader(BilledOperation annotation, String method, Map<String, Integer> argumentIndexes,
			OperationExpressions expressions, UsageBeans usageBeans, BillingDefaults defaults) {
		this.annotation = annotation;
		this.method = method;
		this.usageBeans = usageBeans;
		this.expressions = expressions;
		this.defaults = defaults;
		this.arguments = argumentIndexes.keySet();
		this.noCall = expressions.context(argumentIndexes);
	}

	/**
	 * Read the annotation.
	 * @param shape the shape of the method
	 * @param retried whether calls are tried again
	 * @return what the annotation says
	 * @throws InvalidBilledOperationException if an attribute makes no sense
	 */
	BilledOperationSpec read(CallShape shape, boolean retried) {
		AttributeValue feature = feature();
		identity();
		labels();
		usage(shape);
		EffectivePolicy policy = policy(feature);
		estimate(policy);
		attempts(policy, retried);
		return new BilledOperationSpec(feature, shape, retried, policy.policy(), this.constant.build(), this.steps,
				this.noCall);
	}

	private AttributeValue feature() {
		AttributeValue feature = template("feature", this.annotation.feature());
		if (!feature.isPresent()) {
			throw feature.attribute().invalid("it is missing", "Name a feature of Vluna's catalogue.");
		}
		set((operation, call) -> operation.featureCode(feature.required(feature.template(call))), feature);
		AttributeValue family = template("featureFamily", this.annotation.featureFamily());
		set((operation, call) -> operation.featureFamilyCode(family.template(call)), family);
		return feature;
	}

	private void identity() {
		AttributeValue principal = expression("principal", this.annotation.principal());
		AttributeValue user = expression("user", this.annotation.user());
		set((operation, call) -> operation.identity(BillingIdentity.of(principal.text(call), user.text(call))),
				principal, user);
		AttributeValue budget = expression("budget", this.annotation.budget());
		set((operation, call) -> operation.budgetId(budget.text(call)), budget);
	}

	private void labels() {
		Map<String, AttributeValue> labels = new LinkedHashMap<>();
		for (int i = 0; i < this.annotation.labels().length; i++) {
			String text = this.annotation.labels()[i];
			BilledAttribute label = new BilledAttribute(this.method, "labels[" + i + "]", text);
			int end = text.indexOf('=');
			if (end < 0 || text.substring(0, end).isBlank() || text.substring(end + 1).isBlank()) {
				throw label.invalid("it is no label", "Write name=value.");
			}
			String name = this.expressions.resolve(label.withText(text.substring(0, end))).text().strip();
			AttributeValue value = this.expressions.template(label.withText(text.substring(end + 1)), this.arguments);
			if (labels.put(name, value) != null) {
				throw label.invalid("'%s' is there twice".formatted(name), "Remove one of the labels.");
			}
		}
		set((operation, call) -> operation.labels(evaluate(labels, call)),
				labels.values().toArray(new AttributeValue[0]));
	}

	private static Map<String, String> evaluate(Map<String, AttributeValue> labels, ArgumentContext call) {
		Map<String, String> values = new TreeMap<>();
		labels.forEach((name, label) -> {
			String value = label.template(call);
			if (StringUtils.hasText(value)) {
				values.put(name, value);
			}
		});
		return values;
	}

	private void usage(CallShape shape) {
		Set<String> known = new HashSet<>(this.arguments);
		known.add(ArgumentContext.RESULT);
		AttributeValue quantity = this.expressions.expression(attribute("quantity", this.annotation.quantity()), known);
		BilledAttribute bean = this.expressions.resolve(attribute("usageExtractor", this.annotation.usageExtractor()));
		refuseWithCount(quantity.attribute());
		refuseWithCount(bean);
		UsageExtractor<Object> beans = this.usageBeans.extractor(bean);
		UsageExtractor<Object> extractor = shape.reading(beans);
		this.constant.aggregate(this.annotation.aggregate());
		if (!quantity.isPresent()) {
			this.constant.usageExtractors((bean.isPresent() || extractor != beans) ? List.of(extractor) : List.of());
		}
		else if (CollectionUtils.containsAny(this.arguments, quantity.variables())) {
			this.constant.usageExtractors(List.of(extractor));
			this.steps.add((operation, call) -> operation
				.usageExtractors(List.of(shape.reading(new QuantityExtractor(quantity, call)), extractor)));
		}
		else {
			requireSendable(quantity);
			this.constant
				.usageExtractors(List.of(shape.reading(new QuantityExtractor(quantity, this.noCall)), extractor));
		}
	}

	private void refuseWithCount(BilledAttribute source) {
		if (this.annotation.aggregate() == Aggregate.COUNT && source.isPresent()) {
			throw source.invalid("it is never asked, as aggregate = COUNT", "Remove it, or choose LAST or SUM.");
		}
	}

	private void requireSendable(AttributeValue quantity) {
		try {
			Usage usage = quantity.isConstant() ? quantity.usage(this.noCall) : null;
			if (quantity.isConstant() && (usage == null || !usage.isSendable())) {
				throw quantity.attribute().invalid("it is no quantity", "Write an integer from 1 to 2^53-1.");
			}
		}
		catch (IllegalArgumentException | UnsendableUsageException ex) {
			throw quantity.attribute().invalid(null, String.valueOf(ex.getMessage()), "Correct the value.", ex);
		}
	}

	private EffectivePolicy policy(AttributeValue feature) {
		OperationPolicy own = new OperationPolicy(this.annotation.mode(), this.annotation.onUnreachable(),
				this.annotation.onFailure(), this.annotation.onInterruption(), this.annotation.onMissingUsage(),
				this.annotation.onRateLimit(), this.annotation.onInnerCall());
		Operation described = this.constant.policy(own).build();
		EffectivePolicy policy = new EffectivePolicy(this.defaults,
				feature.isConstant() ? described.featureCode() : null, own);
		policy.refuseLoss(attribute("onUnreachable", OnUnreachable.ALLOW.name()));
		return policy;
	}

	private void estimate(EffectivePolicy policy) {
		AttributeValue estimate = expression("estimate", this.annotation.estimate());
		set((operation, call) -> operation.estimatedQuantityMinor(estimate.integer(call)), estimate);
		if (!estimate.isPresent()) {
			policy.refuse(attribute("onMissingUsage", OnMissingUsage.COMMIT_ESTIMATE.name()),
					OperationPolicy::onMissingUsage, "there is no estimate", "set 'estimate'");
		}
	}

	private void attempts(EffectivePolicy policy, boolean retried) {
		AttributeValue key = expression("key", this.annotation.key());
		if (key.isPresent()) {
			set((operation, call) -> operation.key(key.required(key.text(call))), key);
			refusePartialCommits(policy, "a stable key", "remove 'key'");
			refuseWorkWithoutLease(policy);
			return;
		}
		if (retried) {
			refusePartialCommits(policy, "@Retryable", "remove @Retryable");
		}
		if (this.defaults.boundKeys()) {
			this.steps.add((operation, call) -> operation.arguments(call.arguments()));
		}
	}

	private void refusePartialCommits(EffectivePolicy policy, String reason, String otherwise) {
		String problem = "under %s the commit of a failed attempt would make a duplicate of the real one"
			.formatted(reason);
		policy.refuse(attribute("onFailure", OnFailure.COMMIT_OBSERVED.name()), OperationPolicy::onFailure, problem,
				otherwise);
		policy.refuse(attribute("onInterruption", OnInterruption.COMMIT_OBSERVED.name()),
				OperationPolicy::onInterruption, problem, otherwise);
	}

	private void refuseWorkWithoutLease(EffectivePolicy policy) {
		String problem = "an attempt under a stable key that is booked without a lease and another one that is granted "
				+ "one would both be charged";
		policy.refuse(attribute("onUnreachable", OnUnreachable.ALLOW.name()), OperationPolicy::onUnreachable, problem,
				"remove 'key'");
		policy.refuse(attribute("mode", BillingMode.SOFT.name()), OperationPolicy::mode, problem, "remove 'key'");
	}

	private void set(Step step, AttributeValue... values) {
		if (!Stream.of(values).allMatch(AttributeValue::isConstant)) {
			this.steps.add(step);
			return;
		}
		try {
			step.apply(this.constant, this.noCall);
		}
		catch (IllegalArgumentException ex) {
			throw values[0].attribute().invalid(null, String.valueOf(ex.getMessage()), "Correct the value.", ex);
		}
	}

	private AttributeValue expression(String name, String text) {
		return this.expressions.expression(attribute(name, text), this.arguments);
	}

	private AttributeValue template(String name, String text) {
		return this.expressions.template(attribute(name, text), this.arguments);
	}

	private BilledAttribute attribute(String name, String text) {
		return new BilledAttribute(this.method, name, text);
	}

}
