package ai.vluna.spring.interceptor;

import java.util.List;

import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.OperationAttempts;
import ai.vluna.spring.gate.OperationBuilder;
import ai.vluna.spring.interceptor.expression.ArgumentContext;
import ai.vluna.spring.interceptor.expression.AttributeValue;
import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import ai.vluna.spring.interceptor.shape.CallShape;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Aggregate;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What the annotation says about a method, ready for use: how the method is called and
 * which operation each call is. Where nothing depends on the call, all calls share one
 * operation.
 */
final class BilledOperationSpec {

	private final AttributeValue feature;

	private final CallShape shape;

	private final boolean retried;

	private final OperationPolicy policy;

	private final Operation constant;

	private final List<Step> steps;

	private final ArgumentContext context;

	/**
	 * Create a spec.
	 * @param feature what the annotation says about the feature
	 * @param shape the shape of the method
	 * @param retried whether calls are tried again
	 * @param policy the policy after all levels were asked
	 * @param constant what all calls have in common
	 * @param steps what each call adds to it
	 * @param context the context of a call without arguments
	 */
	BilledOperationSpec(AttributeValue feature, CallShape shape, boolean retried, OperationPolicy policy,
			Operation constant, List<Step> steps, ArgumentContext context) {
		this.feature = feature;
		this.shape = shape;
		this.retried = retried;
		this.policy = policy;
		this.constant = constant;
		this.steps = List.copyOf(steps);
		this.context = context;
	}

	CallShape shape() {
		return this.shape;
	}

	/**
	 * Return the feature of all calls.
	 * @return the code of the feature, or {@code null} if each call computes its own
	 */
	@Nullable String featureCode() {
		return this.feature.isConstant() ? this.constant.featureCode() : null;
	}

	String method() {
		return this.feature.attribute().method();
	}

	/**
	 * Return the policy of all calls, as far as it does not depend on what they compute.
	 * @return the policy after all levels were asked
	 */
	OperationPolicy policy() {
		return this.policy;
	}

	/**
	 * Return whether nothing but the application's extractors tells the usage, as far as
	 * the annotation goes.
	 * @return whether they are needed
	 */
	boolean needsExtractors() {
		return this.constant.usageExtractors().isEmpty() && this.constant.aggregate() != Aggregate.COUNT
				&& this.policy.onMissingUsage() != OnMissingUsage.COMMIT_ESTIMATE;
	}

	/**
	 * Return what a call has in common with other attempts at the same operation.
	 * @param invocation the call
	 * @return the attempts, or {@code null} when there is only this one
	 */
	@Nullable OperationAttempts attempts(MethodInvocation invocation) {
		return this.retried ? OuterRetry.attemptsOf(invocation, this.shape) : null;
	}

	/**
	 * Return the operation that a call is.
	 * @param arguments the arguments of the call
	 * @param attempts what it has in common with other attempts, if there may be any
	 * @return the operation
	 * @throws BillingConfigurationException if an attribute yields a value that cannot be
	 * used
	 */
	Operation operation(@Nullable Object[] arguments, @Nullable OperationAttempts attempts) {
		if (this.steps.isEmpty() && attempts == null) {
			return this.constant;
		}
		ArgumentContext call = this.context.withArguments(arguments);
		OperationBuilder builder = this.constant.mutate().attempts(attempts);
		try {
			for (Step step : this.steps) {
				step.apply(builder, call);
			}
		}
		catch (IllegalArgumentException ex) {
			BilledAttribute attribute = this.feature.attribute();
			throw new BillingConfigurationException(attribute.text(),
					"@BilledOperation on %s: %s".formatted(attribute.method(), ex.getMessage()), ex);
		}
		return builder.build();
	}

	/**
	 * Sets what an attribute says about a call.
	 */
	@FunctionalInterface
	interface Step {

		void apply(OperationBuilder builder, ArgumentContext call);

	}

}
