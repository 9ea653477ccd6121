package ai.vluna.spring.interceptor;

import java.util.List;

import ai.vluna.spring.denial.BillingConfigurationException;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.interceptor.expression.ArgumentContext;
import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import org.jspecify.annotations.Nullable;

/**
 * What the annotation says about a method, ready for use: how the method is called and
 * which operation each call is. Where nothing depends on the call, all calls share one
 * operation.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class BilledOperationSpec {

	private final BilledAttribute feature;

	private final InvocationShape shape;

	private final Operation constant;

	private final List<Step> steps;

	private final ArgumentContext context;

	/**
	 * Create a spec.
	 * @param feature the feature, for messages
	 * @param shape the shape of the method
	 * @param constant what all calls have in common
	 * @param steps what each call adds to it
	 * @param context the context of a call without arguments
	 */
	BilledOperationSpec(BilledAttribute feature, InvocationShape shape, Operation constant, List<Step> steps,
			ArgumentContext context) {
		this.feature = feature;
		this.shape = shape;
		this.constant = constant;
		this.steps = List.copyOf(steps);
		this.context = context;
	}

	InvocationShape shape() {
		return this.shape;
	}

	/**
	 * Return the operation that a call is.
	 * @param arguments the arguments of the call
	 * @return the operation
	 * @throws BillingConfigurationException if an attribute yields a value that cannot be
	 * used
	 */
	Operation operation(@Nullable Object[] arguments) {
		if (this.steps.isEmpty()) {
			return this.constant;
		}
		ArgumentContext call = this.context.withArguments(arguments);
		Operation.Builder builder = this.constant.mutate();
		try {
			for (Step step : this.steps) {
				step.apply(builder, call);
			}
		}
		catch (IllegalArgumentException ex) {
			throw new BillingConfigurationException(this.feature.text(),
					"@BilledOperation on %s: %s".formatted(this.feature.method(), ex.getMessage()), ex);
		}
		return builder.build();
	}

	/**
	 * Sets what an attribute says about a call.
	 */
	@FunctionalInterface
	interface Step {

		void apply(Operation.Builder builder, ArgumentContext call);

	}

}
