package ai.vluna.integration.crash;

import java.util.Map;
import java.util.random.RandomGenerator;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;

/**
 * What is to happen in one operation. It follows from its name, so that another process
 * can do the same again.
 *
 * @param name the name of the operation
 * @param shape the shape of its work
 * @param subject who pays
 * @param quantity the usage
 * @param stable whether it has a key of its own and is done again after a crash
 * @param waivable whether its work may run while the gate does not answer
 */
record Plan(String name, Shape shape, BillingSubject subject, long quantity, boolean stable, boolean waivable) {

	/**
	 * The label in which the gate's ledger names the operation.
	 */
	static final String LABEL = "operation";

	private static final OperationPolicy ALLOW = policy(OnUnreachable.ALLOW);

	static Plan of(Seed seed, String name) {
		RandomGenerator dice = seed.dice("plan", name);
		boolean stable = dice.nextInt(4) == 0;
		return new Plan(name, Shape.values()[dice.nextInt(Shape.values().length)], Customers.any(dice),
				2 + dice.nextInt(20), stable, !stable && dice.nextBoolean());
	}

	private static OperationPolicy policy(OnUnreachable onUnreachable) {
		OperationPolicy rest = OperationPolicy.INHERIT;
		return new OperationPolicy(BillingMode.INHERIT, onUnreachable, rest.onFailure(), rest.onInterruption(),
				rest.onMissingUsage(), rest.onRateLimit(), rest.onInnerCall());
	}

	Operation operation() {
		return Operation.builder(Customers.FEATURE)
			.subject(this.subject)
			.labels(Map.of(LABEL, this.name))
			.key(this.stable ? this.name : null)
			.policy(this.waivable ? ALLOW : OperationPolicy.INHERIT)
			.build();
	}

	Usage usage() {
		return Usage.of(this.quantity).asFinal();
	}

}
